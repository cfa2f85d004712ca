# What every package says of itself. Wants PROJECT_VERSION, PROJECT_HOMEPAGE_URL and PROJECT_SOURCE_DIR, which
# windows/pack.cmake has to set itself.
set(CPACK_PACKAGE_NAME tokendesk)
set(CPACK_PACKAGE_VENDOR "Tokendesk contributors")
set(CPACK_PACKAGE_CONTACT "Tokendesk contributors <tokendesk@users.noreply.github.com>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_HOMEPAGE_URL ${PROJECT_HOMEPAGE_URL})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "desktop console for administrators of API tokens")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_INSTALL_DIRECTORY Tokendesk)
set(CPACK_PACKAGE_EXECUTABLES tokendesk Tokendesk)
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_THREADS 1) # More of them would make the compressed files depend on the machine.
