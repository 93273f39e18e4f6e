// Looks at several pictures at once, with one thread each. That is faster than all threads in one
// picture, whose reading and decoding have only one, and which wait for each other in each layer.
#pragma once

#include <pthread.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cli/arguments.h"
#include "glance/classifier.h"

namespace glance::cli {

class PictureTeam {
 public:
  // Says or keeps what came of a picture; returns whether it is as it should be. Called for one
  // picture at a time, in the order in which they were added.
  using Report = std::move_only_function<bool()>;
  // Called for several pictures at once, each time with a classifier that nobody else uses.
  using Look = std::function<Report(Classifier&, const std::string& file)>;

  // Looks at as many pictures at once as `arguments` has threads; at fewer where the system
  // refuses a thread or another classifier. Everything given outlives the team.
  PictureTeam(Classifier& classifier, const Arguments& arguments, Look look);
  ~PictureTeam() { End(); }
  PictureTeam(const PictureTeam&) = delete;
  PictureTeam& operator=(const PictureTeam&) = delete;

  // Returns when the picture may still wait for its turn, but never more than a few of them.
  void Add(const std::string& file);

  // Waits for all pictures. True when every report was.
  bool End();

 private:
  void StartHelper();
  static void* Helper(void* team);
  void Help();
  void LookAtNext(Classifier& classifier, std::unique_lock<std::mutex>& lock);

  Classifier& classifier_;
  const Arguments& arguments_;
  const Look look_;

  std::vector<pthread_t> helpers_;
  std::mutex mutex_;  // of all below
  std::condition_variable changed_;
  std::deque<std::pair<size_t, std::string>> waiting_;  // the position and name of each
  std::map<size_t, Report> seen_;                       // by position; an earlier one is not
  size_t added_ = 0, reported_ = 0;
  size_t ready_ = 0;  // helpers with a classifier
  bool is_over_ = false;
  bool all_ = true;
};

// A team's look at each of the pictures that `arguments` names, also in the list on standard
// input. True when every report was, and each list was read to its end; else its error is printed.
bool ForEachPicture(Classifier& classifier, const Arguments& arguments, PictureTeam::Look look);

}  // namespace glance::cli
