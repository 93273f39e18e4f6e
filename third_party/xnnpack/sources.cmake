# Picks and groups XNNPACK's source files.

# glance_files_that_name(RESULT NAMES FILE...): the FILEs that call, declare or define one of the functions in the list
# NAMES.
function(glance_files_that_name result wanted)
  foreach(name IN LISTS ${wanted})
    set(is_wanted_${name} YES)
  endforeach()
  set(kept)
  foreach(file IN LISTS ARGN)
    file(READ ${file} text)
    string(REGEX MATCHALL "xnn_[a-z0-9_]+\\(" found "${text}")
    list(TRANSFORM found REPLACE "\\(" "")
    foreach(name IN LISTS found)
      if(is_wanted_${name})
        list(APPEND kept ${file})
        break()
      endif()
    endforeach()
  endforeach()
  set(${result} "${kept}" PARENT_SCOPE)
endfunction()

# glance_batch(RESULT NAME KERNEL...): files that each include 16 of the KERNELs, in their order. XNNPACK has hundreds of
# small micro-kernels; starting the compiler and reading headers for each takes most of the time. All KERNELs of a call must
# be of one instruction set, since each set defines vector types of its own, and need the same compile options. CMake's
# UNITY_BUILD groups by neither.
function(glance_batch result name)
  set(kernels ${ARGN})
  list(REMOVE_DUPLICATES kernels)
  set(batches)
  while(kernels)
    list(SUBLIST kernels 0 16 batch)
    list(REMOVE_ITEM kernels ${batch})
    list(TRANSFORM batch REPLACE "(.+)" "#include <\\1>\n")
    string(CONCAT lines ${batch})
    list(LENGTH batches number)
    set(file ${CMAKE_BINARY_DIR}/xnnpack-batches/${name}_${number}.c)
    file(CONFIGURE OUTPUT ${file} CONTENT "${lines}" @ONLY)
    list(APPEND batches ${file})
  endwhile()
  set(${result} ${batches} PARENT_SCOPE)
endfunction()
