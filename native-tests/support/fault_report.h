// Figures for the fault table of docs/faults.md, which tools/faults/make_fault_table.py makes
// (`make faults`).
#pragma once

#include <string_view>

namespace glance::test {

// Adds a line to a file in the folder $GLANCE_FAULTS: what was measured for row `fault`. Does
// nothing without that variable, or when the test has failed or was skipped; call it last.
void ReportFault(int fault, std::string_view figure);

}  // namespace glance::test
