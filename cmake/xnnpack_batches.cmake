# XNNPACK's micro-kernels are hundreds of small files, for each of which starting the compiler and reading headers take the
# most time. Compiled are files that include several of them: of one instruction set, since each set defines its
# own vector types, and with the same options, as CMake's UNITY_BUILD would not put together.

# glance_batch(RESULT NAME KERNEL...): the list of files that include all the KERNELs, in their order.
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
