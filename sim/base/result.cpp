#include "sim/base/result.hpp"

namespace rehearse {

std::string to_string(Error const& error) {
  std::string out;
  if (!error.where.file.empty()) {
    out += error.where.file;
    if (error.where.line > 0) out += ":" + std::to_string(error.where.line);
    if (error.where.column > 0) out += ":" + std::to_string(error.where.column);
    out += ": ";
  } else if (error.where.line > 0) {
    out += "line " + std::to_string(error.where.line);
    if (error.where.column > 0) out += ", column " + std::to_string(error.where.column);
    out += ": ";
  }
  out += error.message;
  if (!error.pointer.empty()) out += " (at " + error.pointer + ")";
  if (!error.hint.empty()) out += "; " + error.hint;
  return out;
}

}  // namespace rehearse
