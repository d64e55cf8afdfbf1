# Turns page.js and page.css into OUT, a C++ file with two texts. Run by the build after esbuild.
file(READ page.js script)
file(READ page.css style)
foreach(text IN ITEMS script style)
  if("${${text}}" MATCHES "</(script|style)|\\)~page~\"")
    message(FATAL_ERROR "the page's ${text} holds `${CMAKE_MATCH_0}`, which would end it early inside the html")
  endif()
endforeach()
file(WRITE ${OUT} "#include \"reports/html.hpp\"

#ifdef __clang__
#pragma clang diagnostic ignored \"-Woverlength-strings\"  // C++ asks compilers for 64 KiB only; both take more
#endif

namespace rehearse::reports {

std::string_view const kPageScript = R\"~page~(${script})~page~\";

std::string_view const kPageStyle = R\"~page~(${style})~page~\";

}  // namespace rehearse::reports
")
