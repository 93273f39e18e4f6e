# Makes Node run WebAssembly with relaxed SIMD. Node 20 needs a flag for it, which later versions refuse. Two things run such
# programs: the tests, and Emscripten's linker, which runs the core to ask Embind for the names that it exports.
function(glance_use_relaxed_node)
  set(flag --experimental-wasm-relaxed-simd)
  execute_process(COMMAND ${CMAKE_CROSSCOMPILING_EMULATOR} ${flag} -e ""
                  RESULT_VARIABLE refused OUTPUT_QUIET ERROR_QUIET)
  if(refused)
    return()
  endif()
  set(launcher ${CMAKE_BINARY_DIR}/relaxed-node)
  file(WRITE ${launcher} "#!/bin/sh\nexec '${CMAKE_CROSSCOMPILING_EMULATOR}' ${flag} \"$@\"\n")
  file(CHMOD ${launcher} PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                     WORLD_READ WORLD_EXECUTE)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${launcher} PARENT_SCOPE)
  set_property(GLOBAL PROPERTY RULE_LAUNCH_LINK "${CMAKE_COMMAND} -E env EM_NODE_JS=${launcher}")
endfunction()
