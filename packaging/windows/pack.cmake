# CPack's settings for a tree that is installed already; pack.sh sets the environment and runs cpack.
set(PROJECT_VERSION $ENV{TD_VERSION})
set(PROJECT_HOMEPAGE_URL https://github.com/tokendesk/tokendesk)
cmake_path(SET PROJECT_SOURCE_DIR NORMALIZE ${CMAKE_CURRENT_LIST_DIR}/../..)
include(${CMAKE_CURRENT_LIST_DIR}/../package.cmake)
set(CPACK_PACKAGE_DESCRIPTION ${CPACK_PACKAGE_DESCRIPTION_SUMMARY})
set(CPACK_INSTALLED_DIRECTORIES $ENV{TD_STAGE} .)
set(CPACK_TOPLEVEL_TAG win64)
set(CPACK_SYSTEM_NAME win64)
set(CPACK_STRIP_FILES OFF) # A signature would not survive it.
set(CPACK_PACKAGE_FILE_NAME tokendesk-${PROJECT_VERSION}-windows-x86_64-setup)
set(CPACK_NSIS_MUI_ICON ${CMAKE_CURRENT_LIST_DIR}/tokendesk.ico)
set(CPACK_NSIS_MUI_UNIICON ${CMAKE_CURRENT_LIST_DIR}/tokendesk.ico)
set(CPACK_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR}) # CPack finds NSIS.template.in there.
set(CPACK_TOKENDESK_SIGNER $ENV{TD_SIGNER})
