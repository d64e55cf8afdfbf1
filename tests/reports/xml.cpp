#include "tests/reports/xml.hpp"

#include <array>
#include <set>
#include <vector>

namespace rehearse::reports::testing {
namespace {

constexpr std::string_view kSpaces = " \n\t";

class Judge {
 public:
  explicit Judge(std::string_view xml) : xml_(xml) {}

  std::string fault() {
    if (xml_.starts_with("<?xml")) xml_.remove_prefix(xml_.find("?>") + 2);
    while (fault_.empty() && !xml_.empty()) xml_.front() == '<' ? tag() : text();
    if (fault_.empty() && !open_.empty()) fault_ = "never closed: " + open_.back();
    return fault_;
  }

 private:
  void text() {
    std::string_view run = take_until("<");
    if (open_.empty() && run.find_first_not_of(kSpaces) != run.npos)
      fault_ = "text outside the root";
    escaped(run);
  }

  void tag() {
    xml_.remove_prefix(1);
    bool closes = xml_.starts_with('/');
    if (closes) xml_.remove_prefix(1);
    std::string name(take_until(" />\n"));
    if (name.empty()) fault_ = "a tag without a name";
    if (closes) {
      if (open_.empty() || open_.back() != name)
        fault_ = "closes " + name;
      else
        open_.pop_back();
    } else
      attributes();
    bool empty = xml_.starts_with("/>");
    if (!empty && !xml_.starts_with('>')) fault_ = "a tag that does not end: " + name;
    if (!fault_.empty()) return;
    xml_.remove_prefix(empty ? 2 : 1);
    if (!closes && !empty) open_.push_back(name);
  }

  void attributes() {
    std::set<std::string> names;
    for (;;) {
      xml_.remove_prefix(std::min(xml_.find_first_not_of(kSpaces), xml_.size()));
      if (xml_.empty() || xml_.front() == '>' || xml_.front() == '/') return;
      std::string name(take_until("="));
      if (!names.insert(name).second) fault_ = "an attribute given twice: " + name;
      if (!xml_.starts_with("=\"")) fault_ = "an attribute without quotes: " + name;
      if (!fault_.empty()) return;
      xml_.remove_prefix(2);
      escaped(take_until("\""));
      xml_.remove_prefix(std::min<std::size_t>(1, xml_.size()));
    }
  }

  void escaped(std::string_view run) {
    for (std::size_t i = 0; i < run.size(); ++i) {
      if (static_cast<unsigned char>(run[i]) < 0x20 && kSpaces.find(run[i]) == kSpaces.npos)
        fault_ = "a control character";
      if (run[i] == '<') fault_ = "a bare <";
      if (run[i] != '&') continue;
      std::string_view entity = run.substr(i, run.find(';', i) - i + 1);
      static constexpr std::array<std::string_view, 8> kKnown{"&lt;",   "&gt;",  "&amp;", "&quot;",
                                                              "&apos;", "&#39;", "&#10;", "&#9;"};
      bool known = false;
      for (std::string_view k : kKnown) known |= entity == k;
      if (!known) fault_ = "an unknown entity " + std::string(entity);
    }
  }

  std::string_view take_until(std::string_view ends) {
    std::string_view run = xml_.substr(0, xml_.find_first_of(ends));
    xml_.remove_prefix(run.size());
    return run;
  }

  std::string_view xml_;
  std::vector<std::string> open_;
  std::string fault_;
};

}  // namespace

std::string xml_fault(std::string_view xml) { return Judge(xml).fault(); }

}  // namespace rehearse::reports::testing
