// A sequential picture of one scan is painted while it is decoded. Any other has its coefficients
// kept, 2 bytes each, until all scans are read.
#include "image/jpeg/decoder.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "image/bytes.h"
#include "image/image_errors.h"
#include "image/jpeg/damage.h"
#include "image/jpeg/entropy.h"
#include "image/jpeg/painter.h"

namespace glance {
namespace {

constexpr int kBlock = 64;

bool IsPaintedAtOnce(const JpegStructure& jpeg) {
  return !jpeg.frame.progressive && jpeg.scans.size() == 1 &&
         jpeg.scans[0].component_count == jpeg.frame.component_count;
}

// Coefficients and samples of the picture, to which the scans add.
class JpegCanvas {
 public:
  static Result<JpegCanvas> Create(const JpegStructure& jpeg) {
    TRY_ASSIGN(JpegPainter painter, JpegPainter::Create(jpeg.frame, jpeg.colours));
    JpegCanvas canvas(jpeg.frame, std::move(painter));
    for (int i = 0; i < jpeg.frame.component_count; ++i) {
      canvas.ReadSteps(jpeg.quantisation[i], canvas.steps_[i]);
      canvas.columns_[i] =
          static_cast<int>(jpeg.frame.McusAcross()) * jpeg.frame.components[i].across;
      if (IsPaintedAtOnce(jpeg)) continue;
      const auto count = static_cast<size_t>(jpeg.frame.BlocksInMcus(i)) * kBlock;
      TRY_ASSIGN(canvas.coefficients_[i], Buffer<int16_t>::Create(count));
    }
    canvas.is_painted_at_once_ = IsPaintedAtOnce(jpeg);
    canvas.painter_.ClearMcuRow(0);
    return canvas;
  }

  bool is_painted_at_once() const { return is_painted_at_once_; }

  // A block's coefficients, to be changed in place. Where the picture is painted at once they are
  // zeros, and Set paints them.
  int16_t* BlockAt(int component, int column, int row) {
    if (is_painted_at_once_) {
      scratch_.fill(0);
      return scratch_.data();
    }
    const size_t index = size_t{1} * row * columns_[component] + column;
    return coefficients_[component].data() + index * kBlock;
  }
  void Set(int component, int column, int row, int16_t* block) {
    const auto& steps = steps_[component];
    // The mean of 8 x 8 samples lies between -128 and 127, times 8. Rounding adds half a step.
    const int dc = block[0] * steps[0];
    if (std::abs(dc) > kLargestDc + steps[0]) has_wrong_values_ = true;
    for (int i = 0; i < kBlock; ++i) block[i] = static_cast<int16_t>(block[i] * steps[i]);
    painter_.SetBlock(component, column, row, block);
  }

  // Paints the rows of MCUs before `mcu_row`.
  void PaintUpTo(int64_t mcu_row) {
    while (painted_mcu_rows_ < mcu_row) {
      painter_.Paint(++painted_mcu_rows_);
      if (painted_mcu_rows_ < frame_.McusDown()) painter_.ClearMcuRow(painted_mcu_rows_);
    }
  }

  // Paints all that is kept.
  void PaintKept() {
    for (int mcu_row = 0; mcu_row < frame_.McusDown(); ++mcu_row) {
      for (int i = 0; i < frame_.component_count; ++i) {
        const int down = frame_.components[i].down;
        for (int row = mcu_row * down; row < (mcu_row + 1) * down; ++row) SetRow(i, row);
      }
      PaintUpTo(mcu_row + 1);
    }
  }

  bool has_wrong_values() const { return has_wrong_values_; }
  Result<Image> Take() && { return std::move(painter_).Take(); }

 private:
  static constexpr int kLargestDc = 1280;

  JpegCanvas(const JpegFrame& frame, JpegPainter painter)
      : frame_(frame), painter_(std::move(painter)) {}

  static void ReadSteps(ByteSpan table, std::array<uint16_t, kBlock>& steps) {
    for (int k = 0; k < kBlock; ++k) {
      const bool is_wide = table.size() > kBlock;
      steps[JpegZigzag(k)] = is_wide ? ReadU16Be(table, size_t{2} * k) : table[k];
    }
  }

  void SetRow(int component, int row) {
    for (int column = 0; column < columns_[component]; ++column) {
      Set(component, column, row, BlockAt(component, column, row));
    }
  }

  JpegFrame frame_;
  JpegPainter painter_;
  bool is_painted_at_once_ = false;
  std::array<int, 4> columns_{};
  std::array<std::array<uint16_t, kBlock>, 4> steps_{};
  std::array<Buffer<int16_t>, 4> coefficients_;
  alignas(16) std::array<int16_t, kBlock> scratch_{};
  int painted_mcu_rows_ = 0;
  bool has_wrong_values_ = false;
};

// Decodes one scan. Where its data are damaged it goes on behind the next restart marker.
class JpegScanDecoder {
 public:
  JpegScanDecoder(const JpegFrame& frame, const JpegScan& scan, const JpegScanTables& tables,
                  JpegCanvas& canvas)
      : frame_(frame),
        scan_(scan),
        tables_(tables),
        canvas_(canvas),
        mcus_(scan.Mcus(frame)),
        columns_(static_cast<int>(scan.McusAcross(frame))) {
    entropy_.bits = JpegBits(scan.coded);
    gap_.of = mcus_;
  }

  // `ends_in_marker`: the coded data do not just end with the file.
  void Run(JpegDamage& damage, bool ends_in_marker) {
    const int64_t interval = scan_.restart_interval;
    int64_t mcu = 0;
    while (mcu < mcus_) {
      const int64_t end = interval == 0 ? mcus_ : std::min(mcus_, mcu + interval);
      const int64_t stopped = DecodeInterval(mcu, end);
      mcu = interval == 0 ? ContinueWithoutInterval(stopped) : ContinueAt(stopped, end);
    }
    if (gap_.missing == 0) PassSpareData(ends_in_marker);
    Report(damage);
  }

 private:
  // Returns behind which unit it stopped: `end`, or the first that is damaged.
  int64_t DecodeInterval(int64_t begin, int64_t end) {
    entropy_.Restart();
    for (int64_t mcu = begin; mcu < end;) {
      if (!scan_.codes_dc() && !scan_.refines() && entropy_.blocks_to_skip > 0) {
        const auto skipped = std::min<int64_t>(entropy_.blocks_to_skip, end - mcu);
        entropy_.blocks_to_skip -= static_cast<int>(skipped);
        mcu += skipped;
        continue;
      }
      const bool has_code = DecodeMcu(mcu);
      if (!has_code && entropy_.bits.BitsLeft() >= 0) has_wrong_data_ = true;
      if (!has_code || entropy_.bits.BitsLeft() < 0) return mcu;
      ++mcu;
    }
    if (entropy_.blocks_to_skip > 0) has_wrong_data_ = true;
    return end;
  }

  bool DecodeMcu(int64_t mcu) {
    const int row = static_cast<int>(mcu) / columns_;
    const int column = static_cast<int>(mcu) % columns_;
    if (canvas_.is_painted_at_once()) canvas_.PaintUpTo(row);
    if (scan_.component_count == 1) return DecodeBlock(0, column, row);
    for (int i = 0; i < scan_.component_count; ++i) {
      const JpegComponent& component = frame_.components[scan_.components[i]];
      for (int y = 0; y < component.down; ++y) {
        for (int x = 0; x < component.across; ++x) {
          const int block_column = column * component.across + x;
          if (!DecodeBlock(i, block_column, row * component.down + y)) return false;
        }
      }
    }
    return true;
  }

  bool DecodeBlock(int i, int column, int row) {
    const int component = scan_.components[i];
    int16_t* block = canvas_.BlockAt(component, column, row);
    const JpegHuffman& dc = tables_.dc[i];
    const JpegHuffman& ac = tables_.ac[i];
    if (!frame_.progressive) {
      if (!canvas_.is_painted_at_once()) std::fill_n(block, kBlock, int16_t{0});
      if (!entropy_.Sequential(dc, ac, i, block)) return false;
      if (canvas_.is_painted_at_once()) canvas_.Set(component, column, row, block);
      return true;
    }
    if (scan_.codes_dc()) {
      if (!scan_.refines()) return entropy_.FirstDc(dc, i, scan_.bit, block);
      entropy_.RefineDc(scan_.bit, block);
      return true;
    }
    return scan_.refines() ? entropy_.RefineAc(ac, scan_.first, scan_.last, scan_.bit, block)
                           : entropy_.FirstAc(ac, scan_.first, scan_.last, scan_.bit, block);
  }

  // Some files have restart markers and do not say so.
  int64_t ContinueWithoutInterval(int64_t stopped) {
    if (stopped == mcus_) return mcus_;
    if (entropy_.bits.FindRestart().found) {
      entropy_.bits.PassRestart();
      has_wrong_data_ = true;
      return stopped;
    }
    gap_.Add(stopped, mcus_);
    return mcus_;
  }

  // Goes behind the next restart marker; returns the unit that follows it. Markers count modulo 8,
  // so that one or two lost intervals can be told from one or two that come again.
  int64_t ContinueAt(int64_t stopped, int64_t end) {
    if (stopped < end) gap_.Add(stopped, end);
    if (end == mcus_) return mcus_;
    for (bool is_first = true;; is_first = false) {
      const JpegBits::Marker marker = entropy_.bits.FindRestart();
      if (is_first && stopped == end && marker.spare_data) has_spare_data_ = true;
      if (!marker.found) {
        gap_.Add(end, mcus_);
        return mcus_;
      }
      entropy_.bits.PassRestart();
      const int ahead = (marker.number - next_restart_) & 7;
      if (ahead != 0) has_wrong_data_ = true;
      if (ahead >= 6) continue;
      next_restart_ = (marker.number + 1) & 7;
      const int64_t lost = ahead <= 2 ? ahead * int64_t{scan_.restart_interval} : 0;
      const int64_t next = std::min(mcus_, end + lost);
      if (next > end) gap_.Add(end, next);
      return next;
    }
  }

  // A restart marker may follow the last unit. What else does belongs to no unit; where no marker
  // follows at all, it is a camera's trailer.
  void PassSpareData(bool ends_in_marker) {
    for (;;) {
      const JpegBits::Marker marker = entropy_.bits.FindRestart();
      if (marker.spare_data && ends_in_marker) has_spare_data_ = true;
      if (!marker.found) return;
      entropy_.bits.PassRestart();
    }
  }

  void Report(JpegDamage& damage) {
    const bool begins = scan_.codes_dc() && !scan_.refines();
    if (begins) damage.Add(gap_);
    if (!begins && gap_.missing > 0) damage.lacks_detail = true;
    damage.has_spare_data |= has_spare_data_;
    damage.has_wrong_data |=
        has_wrong_data_ || entropy_.is_beyond_end || entropy_.bits.has_wrong_stuffing();
  }

  const JpegFrame& frame_;
  const JpegScan& scan_;
  const JpegScanTables& tables_;
  JpegCanvas& canvas_;
  const int64_t mcus_;
  const int columns_;
  JpegEntropy entropy_;
  int next_restart_ = 0;
  JpegGap gap_;
  bool has_wrong_data_ = false;
  bool has_spare_data_ = false;
};

}  // namespace

Result<DecodedJpeg> DecodeJpegStructure(const JpegStructure& jpeg, bool is_upright,
                                        uint64_t file_bytes) {
  TRY_ASSIGN(JpegCanvas canvas, JpegCanvas::Create(jpeg));
  TRY_ASSIGN(auto tables, Buffer<JpegScanTables>::Create(1));
  JpegDamage damage{.lacks_detail = !jpeg.has_end && !jpeg.is_complete,
                    .is_out_of_order = !jpeg.continues};
  for (const JpegScan& scan : jpeg.scans) {
    tables.data()->Build(scan);
    const bool is_last = &scan == &jpeg.scans.back();
    JpegScanDecoder(jpeg.frame, scan, *tables.data(), canvas).Run(damage, jpeg.has_end || !is_last);
  }
  if (damage.gap.IsMoreThanHalf()) {
    if (!jpeg.has_end) return CutShort("JPEG", file_bytes);
    return Damaged("more than half of the JPEG's data is missing or wrong");
  }
  if (canvas.is_painted_at_once()) {
    canvas.PaintUpTo(jpeg.frame.McusDown());
  } else {
    canvas.PaintKept();
  }
  damage.has_wrong_data |= canvas.has_wrong_values();
  TRY_ASSIGN(Image image, std::move(canvas).Take());
  return DecodedJpeg{.image = std::move(image), .damage = damage.Describe(is_upright)};
}

uint64_t JpegPeakBytes(const JpegStructure& jpeg, bool turned) {
  uint64_t decoding = sizeof(JpegScanTables) + JpegPainter::MemoryBytes(jpeg.frame);
  if (!IsPaintedAtOnce(jpeg)) {
    for (int i = 0; i < jpeg.frame.component_count; ++i) {
      decoding += static_cast<uint64_t>(jpeg.frame.BlocksInMcus(i)) * kBlock * sizeof(int16_t);
    }
  }
  const uint64_t picture = uint64_t{3} * jpeg.frame.width_px * jpeg.frame.height_px;
  return turned ? std::max(decoding, picture * 2) : decoding;
}

}  // namespace glance
