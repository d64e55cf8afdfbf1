#include "sim/trace/encoding.hpp"

namespace rehearse::trace {
namespace {

template <class R>
std::size_t encode_one(Time at, Seq cause, void const* any, std::vector<std::byte>& out) {
  R const& record = *static_cast<R const*>(any);
  out.clear();
  Encoder encoder(out);
  encoder.head(at, kTypeOf<R>, cause);
  for_each_field<R>([&](auto f) {
    if (f.digested) encoder.put(record.*(f.member));
  });
  encoder.pad();
  std::size_t digested = out.size();
  for_each_field<R>([&](auto f) {
    if (!f.digested) encoder.put(record.*(f.member));
  });
  encoder.pad();
  return digested;
}

template <class R>
void decode_one(std::span<std::byte const> bytes, void* any) {
  R& record = *static_cast<R*>(any);
  Decoder decoder(bytes);
  decoder.head();
  for_each_field<R>([&](auto f) {
    if (f.digested) decoder.get(record.*(f.member));
  });
  decoder.pad();
  for_each_field<R>([&](auto f) {
    if (!f.digested) decoder.get(record.*(f.member));
  });
}

struct Coding {
  std::size_t (*encode)(Time, Seq, void const*, std::vector<std::byte>&);
  void (*decode)(std::span<std::byte const>, void*);
};

template <class... R>
constexpr std::array<Coding, sizeof...(R)> codings(TypeList<R...>) {
  return {{{encode_one<R>, decode_one<R>}...}};
}

constexpr auto kCodings = codings(Records{});  // by number

}  // namespace

std::size_t encode(std::uint16_t type, Time at, Seq cause, void const* record,
                   std::vector<std::byte>& out) {
  return kCodings[type].encode(at, cause, record, out);
}

void decode(std::uint16_t type, std::span<std::byte const> bytes, void* record) {
  kCodings[type].decode(bytes, record);
}

}  // namespace rehearse::trace
