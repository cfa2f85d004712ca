# Every flag of the project stands here, on one interface target, and every library is made by one
# function, so that no folder can quietly compile by rules of its own.

add_library(td_flags INTERFACE)
add_library(Td::flags ALIAS td_flags)
target_compile_features(td_flags INTERFACE cxx_std_20)
target_compile_definitions(td_flags INTERFACE
    TOKENDESK_VERSION="${PROJECT_VERSION}"
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_FOREACH QT_STRICT_ITERATORS
    QT_NO_JAVA_STYLE_ITERATORS QT_DISABLE_DEPRECATED_BEFORE=0x060400
    $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
target_include_directories(td_flags INTERFACE ${PROJECT_SOURCE_DIR}/app ${PROJECT_SOURCE_DIR}/ui)
if(NOT MSVC)
    target_compile_options(td_flags INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wold-style-cast -Woverloaded-virtual -Wnon-virtual-dtor
        -Wconversion -Wno-missing-field-initializers  # designated initialisers leave defaults on purpose
        -fstack-protector-strong
        $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>  # lets ccache cache what uses a precompiled header
        $<$<BOOL:${TD_WERROR}>:-Werror>)
    if(NOT TD_SANITIZE)
        target_compile_options(td_flags INTERFACE
            $<$<CONFIG:Release,RelWithDebInfo>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>)
    endif()
    # Where it was built is nobody's business and would make every build another one. The last that
    # fits counts: the build folder may lie in the other.
    target_compile_options(td_flags INTERFACE $<$<CONFIG:Release>:
        -ffile-prefix-map=${PROJECT_SOURCE_DIR}=/source -ffile-prefix-map=${CMAKE_BINARY_DIR}=/build>)
    if(MINGW) # There the stack's guard is a library that nothing but this option links.
        target_link_options(td_flags INTERFACE -fstack-protector-strong)
    endif()
    if(UNIX AND NOT APPLE)
        # What no program calls is left out of it.
        target_compile_options(td_flags INTERFACE $<$<CONFIG:Release>:-ffunction-sections -fdata-sections>)
        target_link_options(td_flags INTERFACE -Wl,-z,relro,-z,now $<$<CONFIG:Release>:-Wl,--gc-sections,-O1>)
    endif()
else()
    target_compile_options(td_flags INTERFACE /W4 /permissive- /utf-8 /Zc:__cplusplus
        $<$<BOOL:${TD_WERROR}>:/WX>)
endif()
if(TD_SANITIZE)
    target_compile_options(td_flags INTERFACE -fsanitize=${TD_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all
        # GCC sees uninitialised memory in the paths that its own instrumentation adds.
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(td_flags INTERFACE -fsanitize=${TD_SANITIZE})
endif()

# td_add_library(name SOURCES ... [PUBLIC libs...] [PRIVATE libs...])
# One folder = one static library = one namespace. Creates td_<name> and the alias Td::<name>.
# Link Qt Network, Qt Sql and QtKeychain PRIVATE: a file elsewhere that names them then does not compile.
function(td_add_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    qt_add_library(td_${name} STATIC ${arg_SOURCES})
    add_library(Td::${name} ALIAS td_${name})
    set_target_properties(td_${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(td_${name} PUBLIC Td::flags ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
    td_precompile(td_${name} ${arg_PUBLIC} ${arg_PRIVATE})
endfunction()

# td_crash_points(target...)
# Lets the crash points of base/crashpoint.h end the process; only where there are tests.
function(td_crash_points)
    if(BUILD_TESTING)
        foreach(target IN LISTS ARGN)
            target_compile_definitions(${target} PRIVATE TOKENDESK_CRASH_POINTS)
        endforeach()
    endif()
endfunction()

# td_add_program(name SOURCES ... LIBRARIES ...)
function(td_add_program name)
    cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES" ${ARGN})
    qt_add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE Td::flags ${arg_LIBRARIES})
    td_precompile(${name} ${arg_LIBRARIES})
endfunction()

# td_add_test(tst_name SOURCES ... LIBRARIES ... LABELS ... [ENVIRONMENT ...])
# One executable per test file; ctest runs it headless.
function(td_add_test name)
    cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES;LABELS;ENVIRONMENT" ${ARGN})
    td_add_program(${name} SOURCES ${arg_SOURCES} LIBRARIES ${arg_LIBRARIES} Qt6::Test Td::testsupport)
    target_compile_definitions(${name} PRIVATE TD_TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}")
    if(MINGW) # tests/support/leavemain.cpp ends it.
        target_link_options(${name} PRIVATE -Wl,--wrap=main)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    # tests/bench/run.sh finds the tests with limits on speed by their label.
    list(GET arg_SOURCES 0 first)
    file(STRINGS ${first} limits REGEX "^#include \"speed.h\"")
    if(limits)
        list(APPEND arg_LABELS speed)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;${arg_ENVIRONMENT}")
endfunction()

# Precompiled Qt headers: one for what has no window, one for what has. The targets made here share
# them, so that a header is parsed twice in the whole build instead of once a file.
function(td_precompile target)
    set(kind core)
    foreach(library IN LISTS ARGN)
        if(library MATCHES "Qt6::Widgets|Td::(shell|tokens|dialogs|support)$")
            set(kind widgets)
        endif()
    endforeach()
    target_precompile_headers(${target} REUSE_FROM td_pch_${kind})
endfunction()

foreach(kind core widgets)
    file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/pch_${kind}.cpp CONTENT "// Holds a precompiled header.\n")
    add_library(td_pch_${kind} OBJECT ${CMAKE_BINARY_DIR}/pch_${kind}.cpp)
    target_link_libraries(td_pch_${kind} PRIVATE Td::flags Qt6::Core)
endforeach()
set(td_std_headers <algorithm> <chrono> <functional> <map> <memory> <optional> <string> <variant> <vector>)
target_precompile_headers(td_pch_core PRIVATE ${td_std_headers} <QtCore/QtCore>)
target_link_libraries(td_pch_widgets PRIVATE Qt6::Widgets)
target_precompile_headers(td_pch_widgets PRIVATE ${td_std_headers} <QtWidgets/QtWidgets>)
