# macOS: what packaging/CMakeLists.txt includes there. For daily work tokendesk stays a plain program that
# packaging/run.sh starts; build-app.sh turns TD_MACOS_BUNDLE on.
option(TD_MACOS_BUNDLE "Build Tokendesk.app" OFF)
set(TD_MACOS_MINIMUM "${CMAKE_OSX_DEPLOYMENT_TARGET}" CACHE STRING "The oldest macOS that the app starts on")
set(td_macos_folder ${CMAKE_CURRENT_LIST_DIR})

# td_configure_plist(out): Info.plist with everything filled in.
function(td_configure_plist out)
    set(TD_MACOS_EXECUTABLE Tokendesk)
    if(NOT TD_MACOS_MINIMUM)
        set(TD_MACOS_MINIMUM 15.0) # What Homebrew's libraries are built for.
    endif()
    configure_file(${td_macos_folder}/Info.plist.in ${out} @ONLY)
endfunction()

if(TD_MACOS_BUNDLE)
    td_configure_plist(${CMAKE_CURRENT_BINARY_DIR}/Info.plist)
    set_target_properties(tokendesk PROPERTIES
        MACOSX_BUNDLE TRUE
        OUTPUT_NAME Tokendesk
        MACOSX_BUNDLE_INFO_PLIST ${CMAKE_CURRENT_BINARY_DIR}/Info.plist)
    install(FILES ${td_macos_folder}/tokendesk.icns DESTINATION Tokendesk.app/Contents/Resources)
    td_install_licenses(macos Tokendesk.app/Contents/Resources/licenses)
endif()

set(CPACK_GENERATOR DragNDrop)
set(CPACK_DMG_VOLUME_NAME "Tokendesk ${PROJECT_VERSION}")
set(CPACK_DMG_FORMAT ULFO)
set(CPACK_DMG_SLA_USE_RESOURCE_FILE_LICENSE OFF) # Apache-2.0 asks nobody to agree before use.
set(CPACK_PACKAGE_ICON ${td_macos_folder}/tokendesk.icns)
