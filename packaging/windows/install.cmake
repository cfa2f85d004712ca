# Windows: icon, version and manifest in the programs, and the libraries beside them.
set(td_here ${CMAKE_CURRENT_LIST_DIR})
set(td_made ${CMAKE_CURRENT_BINARY_DIR}/windows)

enable_language(RC)
set(td_manifest ${td_here}/tokendesk.manifest)
foreach(program tokendesk tokendesk-cli tokendesk-sandbox)
    set(td_program ${program})
    configure_file(${td_here}/program.rc.in ${td_made}/${program}.rc @ONLY)
    target_sources(${program} PRIVATE ${td_made}/${program}.rc)
    if(MSVC) # Its linker makes a manifest of its own and takes ours into it.
        target_sources(${program} PRIVATE ${td_manifest})
    endif()
endforeach()
# A program with a window and an ordinary main(): Qt's own way renames everything called main.
set_target_properties(tokendesk PROPERTIES WIN32_EXECUTABLE ON qt_no_entrypoint ON)
if(MSVC)
    target_link_options(tokendesk PRIVATE /ENTRY:mainCRTStartup)
endif()

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME LICENSE.txt DESTINATION .)
td_install_licenses(windows licenses)
if(CMAKE_CROSSCOMPILING)
    # Qt's own deployment tool runs on Windows only.
    get_target_property(td_qt_core Qt6::Core LOCATION)
    cmake_path(GET td_qt_core PARENT_PATH td_qt_bin)
    cmake_path(GET td_qt_bin PARENT_PATH td_qt)
    configure_file(${td_here}/deploy.cmake.in ${td_made}/deploy.cmake @ONLY)
    install(SCRIPT ${td_made}/deploy.cmake)
elseif(COMMAND qt_generate_deploy_app_script)
    qt_generate_deploy_app_script(TARGET tokendesk OUTPUT_SCRIPT td_deploy NO_UNSUPPORTED_PLATFORM_ERROR)
    install(SCRIPT ${td_deploy})
endif()
