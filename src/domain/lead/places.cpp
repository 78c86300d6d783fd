// States, provinces, postal codes and countries.
#include "domain/lead/fieldtypes.h"
#include <QLocale>
#include <array>
#include <utility>

namespace bourse::domain::fieldtype {

namespace {
using Place = std::pair<std::string_view, std::string_view>; // name, code

constexpr Place states[] = {
    {"Alabama", "AL"},
    {"Alaska", "AK"},
    {"Arizona", "AZ"},
    {"Arkansas", "AR"},
    {"California", "CA"},
    {"Colorado", "CO"},
    {"Connecticut", "CT"},
    {"Delaware", "DE"},
    {"District of Columbia", "DC"},
    {"Florida", "FL"},
    {"Georgia", "GA"},
    {"Hawaii", "HI"},
    {"Idaho", "ID"},
    {"Illinois", "IL"},
    {"Indiana", "IN"},
    {"Iowa", "IA"},
    {"Kansas", "KS"},
    {"Kentucky", "KY"},
    {"Louisiana", "LA"},
    {"Maine", "ME"},
    {"Maryland", "MD"},
    {"Massachusetts", "MA"},
    {"Michigan", "MI"},
    {"Minnesota", "MN"},
    {"Mississippi", "MS"},
    {"Missouri", "MO"},
    {"Montana", "MT"},
    {"Nebraska", "NE"},
    {"Nevada", "NV"},
    {"New Hampshire", "NH"},
    {"New Jersey", "NJ"},
    {"New Mexico", "NM"},
    {"New York", "NY"},
    {"North Carolina", "NC"},
    {"North Dakota", "ND"},
    {"Ohio", "OH"},
    {"Oklahoma", "OK"},
    {"Oregon", "OR"},
    {"Pennsylvania", "PA"},
    {"Rhode Island", "RI"},
    {"South Carolina", "SC"},
    {"South Dakota", "SD"},
    {"Tennessee", "TN"},
    {"Texas", "TX"},
    {"Utah", "UT"},
    {"Vermont", "VT"},
    {"Virginia", "VA"},
    {"Washington", "WA"},
    {"West Virginia", "WV"},
    {"Wisconsin", "WI"},
    {"Wyoming", "WY"},
    {"Puerto Rico", "PR"},
    {"Guam", "GU"},
    {"American Samoa", "AS"},
    {"Northern Mariana Islands", "MP"},
    {"US Virgin Islands", "VI"},
    {"Armed Forces Americas", "AA"},
    {"Armed Forces Europe", "AE"},
    {"Armed Forces Pacific", "AP"},
    {"Alberta", "AB"},
    {"British Columbia", "BC"},
    {"Manitoba", "MB"},
    {"New Brunswick", "NB"},
    {"Newfoundland and Labrador", "NL"},
    {"Nova Scotia", "NS"},
    {"Northwest Territories", "NT"},
    {"Nunavut", "NU"},
    {"Ontario", "ON"},
    {"Prince Edward Island", "PE"},
    {"Quebec", "QC"},
    {"Saskatchewan", "SK"},
    {"Yukon", "YT"},
    // other ways of writing them
    {"Washington DC", "DC"},
    {"Washington, DC", "DC"},
    {"Washington D.C.", "DC"},
    {"Washington, D.C.", "DC"},
    {"D.C.", "DC"},
    {"Virgin Islands", "VI"},
    {"U.S. Virgin Islands", "VI"},
    {"Newfoundland", "NL"},
    {"Québec", "QC"},
    {"Yukon Territory", "YT"},
    {"PEI", "PE"},
    {"Commonwealth of Massachusetts", "MA"},
    {"Washington State", "WA"},
    {"New York State", "NY"},
};

constexpr char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

constexpr bool isLetter(char c)
{
    return upper(c) >= 'A' && upper(c) <= 'Z';
}

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr std::size_t letterPair(char a, char b)
{
    return static_cast<std::size_t>(upper(a) - 'A') * 26 + static_cast<std::size_t>(upper(b) - 'A');
}

constexpr auto stateCodes = [] {
    std::array<bool, 26 * 26> known{};
    for (const auto &[name, code] : states)
        known[letterPair(code[0], code[1])] = true;
    return known;
}();

// ISO 3166-1, officially assigned: alpha-2 and alpha-3 as one word.
constexpr std::string_view countryCodes =
    "ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH "
    "BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT "
    "BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB "
    "CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP "
    "ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB "
    "GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL "
    "ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM "
    "KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY "
    "MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT "
    "MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU "
    "NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT "
    "REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR "
    "SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS "
    "TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN "
    "VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE";
constexpr std::size_t countryWidth = 6; // with its space

constexpr auto countryTable = [] {
    std::array<bool, 26 * 26> known{};
    for (std::size_t i = 0; i < countryCodes.size(); i += countryWidth)
        known[letterPair(countryCodes[i], countryCodes[i + 1])] = true;
    return known;
}();

constexpr Place countryNames[] = {
    {"USA", "US"},
    {"U.S.A.", "US"},
    {"U.S.", "US"},
    {"United States of America", "US"},
    {"United States", "US"},
    {"America", "US"},
    {"UK", "GB"},
    {"U.K.", "GB"},
    {"Great Britain", "GB"},
    {"England", "GB"},
    {"Scotland", "GB"},
    {"Wales", "GB"},
    {"Northern Ireland", "GB"},
    {"Holland", "NL"},
    {"Czech Republic", "CZ"},
    {"Turkey", "TR"},
    {"Deutschland", "DE"},
    {"México", "MX"},
    {"Russia", "RU"},
    {"South Korea", "KR"},
};

std::optional<std::string> pair(std::string_view text, const std::array<bool, 26 * 26> &known)
{
    if (text.size() != 2 || !isLetter(text[0]) || !isLetter(text[1]) || !known[letterPair(text[0], text[1])])
        return std::nullopt;
    return std::string{upper(text[0]), upper(text[1])};
}

template <std::size_t N> std::optional<std::string> byName(std::string_view text, const Place (&places)[N])
{
    for (const auto &[name, code] : places) {
        if (equalFolded(name, text))
            return std::string(code);
    }
    return std::nullopt;
}

bool matches(std::string_view text, std::string_view shape)
{
    if (text.size() != shape.size())
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool fits = shape[i] == '9'   ? isDigit(text[i])
                    : shape[i] == 'A' ? isLetter(text[i])
                                      : text[i] == shape[i];
        if (!fits)
            return false;
    }
    return true;
}
} // namespace

std::optional<std::string> state(std::string_view text)
{
    if (text.size() == 2)
        return pair(text, stateCodes);
    // ISO 3166-2: US-TX, CA-ON
    if (text.size() == 5 && text[2] == '-' &&
        (equalFolded(text.substr(0, 2), "US") || equalFolded(text.substr(0, 2), "CA")))
        return pair(text.substr(3), stateCodes);
    return byName(text, states);
}

std::optional<std::string> postalCode(std::string_view text)
{
    if (matches(text, "99999"))
        return std::string(text);
    if (matches(text, "99999-9999"))
        return std::string(text);
    if (matches(text, "999999999"))
        return std::string(text.substr(0, 5)) + "-" + std::string(text.substr(5));
    if (matches(text, "A9A 9A9") || matches(text, "A9A9A9") || matches(text, "A9A-9A9")) {
        std::string code;
        for (char c : text) {
            if (isLetter(c) || isDigit(c))
                code += upper(c);
        }
        // Canada Post never uses D F I O Q U, and W Z not in front
        constexpr std::string_view never = "DFIOQU";
        for (std::size_t i : {0u, 2u, 4u}) {
            if (never.find(code[i]) != std::string_view::npos)
                return std::nullopt;
        }
        if (code[0] == 'W' || code[0] == 'Z')
            return std::nullopt;
        return code.insert(3, 1, ' ');
    }
    return std::nullopt;
}

std::optional<std::string> country(std::string_view text)
{
    if (auto code = pair(text, countryTable))
        return code;
    if (auto code = byName(text, countryNames))
        return code;
    for (std::size_t i = 0; text.size() == 3 && i < countryCodes.size(); i += countryWidth) {
        if (equalFolded(countryCodes.substr(i + 2, 3), text))
            return std::string(countryCodes.substr(i, 2));
    }
    if (text.size() < 4 || text.size() > 64)
        return std::nullopt;
    for (int i = QLocale::AnyTerritory + 1; i <= QLocale::LastTerritory; ++i) {
        auto territory = static_cast<QLocale::Territory>(i);
        if (equalFolded(QLocale::territoryToString(territory).toStdString(), text))
            return pair(QLocale::territoryToCode(territory).toStdString(), countryTable);
    }
    return std::nullopt;
}

std::string stateName(std::string_view code)
{
    for (const auto &[name, known] : states) // the first name of a code is its own
        if (known == code)
            return std::string(name);
    return {};
}

std::string countryAlpha3(std::string_view code)
{
    for (std::size_t i = 0; i < countryCodes.size(); i += countryWidth)
        if (countryCodes.substr(i, 2) == code)
            return std::string(countryCodes.substr(i + 2, 3));
    return {};
}

std::string countryName(std::string_view code)
{
    if (code.size() != 2)
        return {};
    const QLocale::Territory territory =
        QLocale::codeToTerritory(QString::fromLatin1(code.data(), static_cast<qsizetype>(code.size())));
    return territory == QLocale::AnyTerritory ? std::string()
                                              : QLocale::territoryToString(territory).toStdString();
}

namespace {

// The first three digits of ZIP codes, as the United States Postal Service gives them to states.
struct PrefixRange {
    int first;
    int last;
    std::string_view state;
};
constexpr PrefixRange zipPrefixes[] = {
    {5, 5, "NY"},     {6, 7, "PR"},     {8, 8, "VI"},     {9, 9, "PR"},     {10, 27, "MA"},
    {28, 29, "RI"},   {30, 38, "NH"},   {39, 49, "ME"},   {50, 54, "VT"},   {55, 55, "MA"},
    {56, 59, "VT"},   {60, 69, "CT"},   {70, 89, "NJ"},   {90, 98, "AE"},   {100, 149, "NY"},
    {150, 196, "PA"}, {197, 199, "DE"}, {200, 200, "DC"}, {201, 201, "VA"}, {202, 205, "DC"},
    {206, 212, "MD"}, {214, 219, "MD"}, {220, 246, "VA"}, {247, 268, "WV"}, {270, 289, "NC"},
    {290, 299, "SC"}, {300, 319, "GA"}, {320, 339, "FL"}, {340, 340, "AA"}, {341, 342, "FL"},
    {344, 344, "FL"}, {346, 347, "FL"}, {349, 349, "FL"}, {350, 352, "AL"}, {354, 369, "AL"},
    {370, 385, "TN"}, {386, 397, "MS"}, {398, 399, "GA"}, {400, 418, "KY"}, {420, 427, "KY"},
    {430, 459, "OH"}, {460, 479, "IN"}, {480, 499, "MI"}, {500, 516, "IA"}, {520, 528, "IA"},
    {530, 532, "WI"}, {534, 535, "WI"}, {537, 549, "WI"}, {550, 551, "MN"}, {553, 567, "MN"},
    {569, 569, "DC"}, {570, 577, "SD"}, {580, 588, "ND"}, {590, 599, "MT"}, {600, 620, "IL"},
    {622, 629, "IL"}, {630, 631, "MO"}, {633, 641, "MO"}, {644, 658, "MO"}, {660, 662, "KS"},
    {664, 679, "KS"}, {680, 681, "NE"}, {683, 693, "NE"}, {700, 701, "LA"}, {703, 708, "LA"},
    {710, 714, "LA"}, {716, 729, "AR"}, {730, 731, "OK"}, {733, 733, "TX"}, {734, 741, "OK"},
    {743, 749, "OK"}, {750, 770, "TX"}, {772, 799, "TX"}, {800, 816, "CO"}, {820, 831, "WY"},
    {832, 838, "ID"}, {840, 847, "UT"}, {850, 853, "AZ"}, {855, 857, "AZ"}, {859, 860, "AZ"},
    {863, 865, "AZ"}, {870, 871, "NM"}, {873, 884, "NM"}, {885, 885, "TX"}, {889, 891, "NV"},
    {893, 895, "NV"}, {897, 898, "NV"}, {900, 908, "CA"}, {910, 928, "CA"}, {930, 961, "CA"},
    {962, 966, "AP"}, {967, 968, "HI"}, {969, 969, "GU"}, {970, 979, "OR"}, {980, 986, "WA"},
    {988, 994, "WA"}, {995, 999, "AK"},
};

// The first letter of Canadian codes; X is divided between two territories.
constexpr std::pair<char, std::string_view> provinceLetters[] = {
    {'A', "NL"}, {'B', "NS"}, {'C', "PE"}, {'E', "NB"}, {'G', "QC"}, {'H', "QC"},
    {'J', "QC"}, {'K', "ON"}, {'L', "ON"}, {'M', "ON"}, {'N', "ON"}, {'P', "ON"},
    {'R', "MB"}, {'S', "SK"}, {'T', "AB"}, {'V', "BC"}, {'Y', "YT"},
};

} // namespace

std::optional<std::string> stateOfPostalCode(std::string_view code)
{
    if (code.size() < 3)
        return std::nullopt;
    if (isLetter(code[0])) {
        if (upper(code[0]) == 'X') {
            const char third = upper(code[2]);
            return code[1] == '0' && third >= 'A' && third <= 'C' ? "NU" : "NT";
        }
        for (const auto &[letter, province] : provinceLetters)
            if (letter == upper(code[0]))
                return std::string(province);
        return std::nullopt;
    }
    int prefix = 0;
    for (const char c : code.substr(0, 3)) {
        if (!isDigit(c))
            return std::nullopt;
        prefix = prefix * 10 + (c - '0');
    }
    // Two islands share Guam's prefix and tell themselves apart by their last digits.
    if (prefix == 969 && code.size() >= 5) {
        const std::string_view five = code.substr(0, 5);
        if (five >= "96950" && five <= "96952")
            return "MP";
    }
    if (prefix == 967 && code.size() >= 5 && code.substr(0, 5) == "96799")
        return "AS";
    for (const PrefixRange &range : zipPrefixes)
        if (prefix >= range.first && prefix <= range.last)
            return std::string(range.state);
    return std::nullopt;
}

} // namespace bourse::domain::fieldtype
