#include "cli/picture_team.h"

#include "cli/model_file.h"
#include "cli/name_list.h"

namespace glance::cli {
namespace {

constexpr size_t kWaitingForEach = 2;  // so that no helper waits while this thread looks at one
constexpr size_t kMostUnreported = 256;

}  // namespace

PictureTeam::PictureTeam(Classifier& classifier, const Arguments& arguments, Look look)
    : classifier_(classifier), arguments_(arguments), look_(std::move(look)) {}

// A classifier takes time to make, so the first picture has no helper, and each further one brings
// at most one. Nothing waits until a helper is ready: a list may go on only after an answer.
void PictureTeam::Add(const std::string& file) {
  std::unique_lock lock(mutex_);
  waiting_.emplace_back(added_, file);
  ++added_;
  changed_.notify_all();
  const auto wanted = static_cast<size_t>(ThreadCount(arguments_.threads));
  if (added_ > 1 && helpers_.size() + 1 < wanted) StartHelper();
  while (waiting_.size() > kWaitingForEach * ready_) LookAtNext(classifier_, lock);
  changed_.wait(lock, [&] { return added_ - reported_ < kMostUnreported; });
}

bool PictureTeam::End() {
  {
    std::unique_lock lock(mutex_);
    while (!waiting_.empty()) LookAtNext(classifier_, lock);
    is_over_ = true;
    changed_.notify_all();
  }
  for (const pthread_t helper : helpers_) pthread_join(helper, nullptr);
  helpers_.clear();
  return all_;
}

void PictureTeam::StartHelper() {
  pthread_t helper{};
  if (pthread_create(&helper, nullptr, Helper, this) == 0) helpers_.push_back(helper);
}

void* PictureTeam::Helper(void* team) {
  static_cast<PictureTeam*>(team)->Help();
  return nullptr;
}

void PictureTeam::Help() {
  auto classifier = LoadAnotherClassifier(arguments_);
  if (!classifier) return;
  std::unique_lock lock(mutex_);
  ++ready_;
  while (true) {
    changed_.wait(lock, [&] { return is_over_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    LookAtNext(*classifier, lock);
  }
}

void PictureTeam::LookAtNext(Classifier& classifier, std::unique_lock<std::mutex>& lock) {
  const auto [position, file] = std::move(waiting_.front());
  waiting_.pop_front();
  lock.unlock();
  Report report = look_(classifier, file);
  lock.lock();
  seen_.emplace(position, std::move(report));
  while (!seen_.empty() && seen_.begin()->first == reported_) {
    if (!seen_.begin()->second()) all_ = false;
    seen_.erase(seen_.begin());
    ++reported_;
  }
  changed_.notify_all();
}

bool ForEachPicture(Classifier& classifier, const Arguments& arguments, PictureTeam::Look look) {
  PictureTeam team(classifier, arguments, std::move(look));
  const bool is_read = ForEachName(arguments.files, arguments.list_end, [&](const auto& file) {
    team.Add(file);
    return true;
  });
  return team.End() && is_read;
}

}  // namespace glance::cli
