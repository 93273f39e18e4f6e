# Makes one archive of several:  cmake -D AR=ar -D OUTPUT=libglance.a "-DPARTS=a.a;b.a" -P merge_archives.cmake
set(script "CREATE ${OUTPUT}\n")
foreach(part IN LISTS PARTS)
  string(APPEND script "ADDLIB ${part}\n")
endforeach()
file(WRITE ${OUTPUT}.mri "${script}SAVE\nEND\n")
execute_process(COMMAND ${AR} -M INPUT_FILE ${OUTPUT}.mri COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE ${OUTPUT}.mri)
