#pragma once
// What a supplier is given to read: where and how a source's leads are sent, which fields, and what is
// answered.
#include "domain/market/marketdocument.h"
#include <string>
#include <string_view>

namespace bourse::domain {

enum class InstructionFormat { Markdown, Html };

struct InstructionOptions {
    std::string url = "https://leads.example.com"; ///< the intake's base, without a slash at its end
    InstructionFormat format = InstructionFormat::Markdown;
    Object sample; ///< a lead of the vertical, as a supplier would send it; of the schema's examples if empty
    std::string sampleAnswer; ///< JSON
};

/// The posting instructions of a source of this vertical: address, key, encodings, every field with what it
/// may hold and when it is required, a sample of each request and of the answer, what errors look like. No
/// key, no hash of one, no buyer and no price of the market is in it. HTML is one page that needs nothing
/// else.
std::string postingInstructions(const Source &source, const FieldSchema &vertical,
                                const InstructionOptions &options);

/// The part of a lead that a ping may hold: without personal fields, at any depth.
Object withoutPersonal(const std::vector<FieldSpec> &fields, const Object &lead);

} // namespace bourse::domain
