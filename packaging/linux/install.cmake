# Linux: what lies beside the programs, and the Debian package.
set(td_here ${CMAKE_CURRENT_LIST_DIR})
set(td_made ${CMAKE_CURRENT_BINARY_DIR}/linux)
set(td_doc ${CMAKE_INSTALL_DATADIR}/doc/tokendesk)
set(td_icons ${PROJECT_SOURCE_DIR}/resources/icons)

# td_gzip(from to): the same bytes whenever and wherever it runs. Made while building.
set(td_gzipped)
function(td_gzip from to)
    add_custom_command(OUTPUT ${to} DEPENDS ${from} VERBATIM
        COMMAND sh -c "umask 022 && gzip -9nc \"$1\" >\"$2\"" gzip ${from} ${to})
    set(td_gzipped ${td_gzipped} ${to} PARENT_SCOPE)
endfunction()

foreach(program tokendesk tokendesk-cli tokendesk-sandbox)
    configure_file(${td_here}/man/${program}.1.in ${td_made}/${program}.1 @ONLY)
    td_gzip(${td_made}/${program}.1 ${td_made}/${program}.1.gz)
    install(FILES ${td_made}/${program}.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
    install(FILES ${td_here}/completions/${program}.bash RENAME ${program}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
    install(FILES ${td_here}/completions/_${program}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
    install(FILES ${td_here}/completions/${program}.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endforeach()

configure_file(${td_here}/desktop/${td_id}.metainfo.xml.in ${td_made}/${td_id}.metainfo.xml @ONLY)
install(FILES ${td_made}/${td_id}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${td_here}/desktop/${td_id}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${td_icons}/tokendesk.svg RENAME ${td_id}.svg
    DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
foreach(size 16 24 32 48 64 128 256 512)
    install(FILES ${td_icons}/tokendesk-${size}.png RENAME ${td_id}.png
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/${size}x${size}/apps)
endforeach()

string(TIMESTAMP td_rfc_time "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file(${td_here}/changelog.in ${td_made}/changelog @ONLY)
td_gzip(${td_made}/changelog ${td_made}/changelog.gz)
td_gzip(${PROJECT_SOURCE_DIR}/packaging/CHANGELOG.md ${td_made}/NEWS.gz)
install(FILES ${td_made}/changelog.gz ${td_made}/NEWS.gz ${td_here}/copyright DESTINATION ${td_doc})
add_custom_target(td_linux_files ALL DEPENDS ${td_gzipped})

# Smaller, where the C library is that of Debian 12 or newer; the bundle also runs on an older one.
if(TD_PACKAGE STREQUAL "deb" AND CMAKE_BUILD_TYPE STREQUAL "Release")
    target_link_options(td_flags INTERFACE -Wl,-z,pack-relative-relocs)
endif()

if(TD_PACKAGE STREQUAL "portable")
    td_install_licenses(portable ${td_doc}/third-party)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
    GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
# What is only opened at run time, and therefore seen by no tool: the SQLite driver, the window systems
# and the library behind QtKeychain. Without a keyring program the credentials last for one run.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6sql6-sqlite, qt6-qpa-plugins, libsecret-1-0")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
    "gnome-keyring | kwalletmanager | keepassxc, dbus-user-session | dbus-x11, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "qt6-wayland")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"One window over every place where an organisation's API tokens live:
Juniper Mist, VMware CSP, SoftwareOne Marketplace and Lightspark. Lists
tokens with their status, owner and last use; creates, edits, disables
and deletes them, one or many at a time, and keeps a journal of it.
.
Credentials stay in the desktop's keyring. tokendesk-cli does the same
for scripts, and tokendesk-sandbox plays the vendors for trying it out.")
