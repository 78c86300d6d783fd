#include "workbench/import/fieldwords.h"
#include "workbench/import/importparts.h"
#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace bourse::workbench {
namespace {

struct Entry {
    std::string_view meaning;
    std::string_view phrases; ///< without blanks or marks, separated by one blank
};

/// What the same thing is called on the wire. Meanings are named like the fields of the sample verticals, but
/// a field of any key finds its meaning by the same table.
constexpr Entry kTable[] = {
    {"first_name",
     "firstname fname first givenname forename namefirst firstnm contactfirstname leadfirstname "
     "firstn customerfirstname primaryfirstname"},
    {"last_name", "lastname lname last surname familyname namelast lastnm contactlastname leadlastname lastn "
                  "customerlastname primarylastname"},
    {"full_name", "fullname name contactname customername leadname applicantname yourname consumername"},
    {"middle_name", "middlename mname middleinitial mi middle"},
    {"email", "email emailaddress emailaddr mail emailid contactemail mailaddress eaddress useremail "
              "leademail primaryemail customeremail electronicmail emailprimary"},
    {"phone",
     "phone phonenumber phoneno telephone telephonenumber tel cell cellphone cellphonenumber mobile "
     "mobilephone "
     "mobilenumber mobilephonenumber homephone homephonenumber dayphone daytimephone phoneday phonehome "
     "phonecell phonemobile phone1 phoneprimary primaryphone primaryphonenumber contactphone contactnumber "
     "callerid cid ani caller callernumber callerphone callernum phonenum msisdn cellnumber telnumber "
     "leadphone "
     "bestphone dayphonenumber eveningphone nightphone phoneevening customerphone mainphone"},
    {"work_phone",
     "workphone businessphone phonework officephone workphonenumber employerphone phonebusiness"},
    {"phone_2",
     "phone2 secondaryphone altphone alternatephone phonealt secondphone otherphone alternativephone "
     "phonesecondary"},
    {"address",
     "address address1 addr addr1 street streetaddress street1 addressline1 addressline mailingaddress "
     "homeaddress residentialaddress propertyaddress streetaddress1 addressstreet streetname "
     "leadaddress addressone streetaddr physicaladdress address1line"},
    {"address_2",
     "address2 addr2 street2 addressline2 apt unit suite apartment unitnumber aptnumber aptsuite "
     "streetaddress2 apartmentnumber"},
    {"city", "city town cityname homecity propertycity addresscity municipality"},
    {"state",
     "state st province region stateprovince statecode stateabbr homestate residencestate propertystate "
     "usstate stateabbreviation addressstate stateid provincecode residentstate stateofresidence geostate "
     "homestatecode usstatecode"},
    {"postal_code", "zip zipcode postalcode postcode postal zip5 zipcd zippostal postalzip propertyzip "
                    "homezip zippostalcode "
                    "propertyzipcode homezipcode addresszip zipcode5 zc postal5 zipfive leadzip "
                    "customerzip uszipcode uszip pcode"},
    {"county", "county countyname"},
    {"country", "country countrycode countryiso countryname countryiso2 nation"},
    {"birth_date", "birthdate dob dateofbirth birthday birth bday bdate borndate dobirth dateborn birthdt "
                   "applicantdob"},
    {"age", "age yourage currentage ageyears"},
    {"gender", "gender sex"},
    {"marital_status", "maritalstatus married marital ismarried maritalstate relationshipstatus"},
    {"ip_address",
     "ip ipaddress ipaddr clientip userip remoteip remoteaddr leadip ipv4 visitorip optinip signupip "
     "customerip originip ipoptin remoteaddress sourceip consumerip ipaddressv4"},
    {"user_agent", "useragent ua browser browseragent httpuseragent agent clientuseragent browseruseragent "
                   "useragentstring"},
    {"landing_page",
     "landingpage landingpageurl url sourceurl pageurl siteurl website websiteurl referrer referer "
     "referrerurl lpurl optinurl landing sourcepage landingurl weburl site consenturl formurl "
     "originurl leadurl sitename pagelocation websource capturedurl captureurl leadsourceurl domain "
     "httpreferer refurl landingpageaddress subsourceurl srcurl optinpage weburl websourceurl"},
    {"trusted_form_url",
     "trustedform trustedformurl trustedformcert trustedformcerturl trustedformcertificate "
     "trustedformcertificateurl xxtrustedformcerturl xxtrustedformtoken trustedformtoken tfcert "
     "tfcerturl certurl trustedformclaim tfurl trustedformlink trustedformid trustedformcertid "
     "trustedurl certificateurl tfid trustedformpingurl xxtrustedformpingurl tfcertid "
     "activeprospectcert trustedformcerttoken tfclaimurl trustedformurlcert "
     "xxtrustedform consentcerturl"},
    {"jornaya_lead_id",
     "jornaya jornayaid jornayaleadid leadid leadidtoken universalleadid leadidcode jornayatoken ulid "
     "jornayaleadidtoken leadidcert jornayalead leaduid universallead leadidtokenvalue "
     "univeralleadid jid jornayacert ullid uleadid jornayauniversalleadid leadiduniversal "
     "leadidtok leadididentifier"},
    {"consent_timestamp",
     "consenttimestamp consentdate consenttime optindate optintime optintimestamp tcpatimestamp "
     "tcpadate signupdate datetimecollected optindatetime consentdatetime leadtimestamp "
     "tcpaconsentdate dateconsent createdat datecreated creationdate leaddate submissiondate "
     "originaldate collectiondate generatedat captureddate capturetime timestamp leadcreated "
     "submittedat dateadded leadcreatedate leadcreatedat leadtime optedinat tcpatime "
     "leaddatetime signuptimestamp signuptime optints capturedate datecollected originaltimestamp"},
    {"tcpa_text",
     "tcpatext tcpalanguage tcpaconsenttext consenttext consentlanguage tcpadisclosure disclosure "
     "tcpaconsentlanguage "
     "homephoneconsentlanguage optintext optinlanguage tcpadisclosuretext tcpawording consentmessage "
     "tcpacopy disclosuretext disclaimertext disclaimer tcpadisclaimer consentdisclosure tcpastatement "
     "legaltext consentwording phoneconsentlanguage tcpacompliancetext"},
    {"tcpa_consent",
     "tcpa tcpaconsent consent tcpaoptin optin isoptin phoneconsent tcpacompliant consentgiven tcpaflag "
     "hasconsent agree smsconsent optinconsent tcpaagree expressconsent optin1 istcpa callconsent "
     "contactconsent tcpacompliance tcpaaccepted termsaccepted"},
    {"source", "source leadsource trafficsource src sourceid utmsource sourcename pubsource publishersource "
               "mediasource "
               "mediatype channel traffictype sourcetype subsource"},
    {"campaign_id", "campaignid campaign utmcampaign campid campaignname"},
    {"sub_id",
     "subid subid1 sub1 sub s1 aff affsub affsub1 sid subaffiliateid subaffid clickid publishersubid "
     "subpublisher "
     "pubid publisherid publisher affiliateid affid subsourceid lps1 lpsubid1 ckmsubid subaccount c1 aid "
     "subaff pubsubid subidentifier affiliatesubid trackingid subpubid subpub"},
    {"home_ownership",
     "homeownership homeowner ownhome ownrent ownorrent rentorown ishomeowner own residence residencetype "
     "residencestatus residentialstatus propertyownership homestatus ownershipstatus residenceownership "
     "housing housingstatus homeown rentown homeownerstatus owner ishomeowned ownproperty homeowned doyouown "
     "doyouownyourhome ownyourhome isowner ownershiptype owninghome"},
    {"property_type", "propertytype hometype typeofhome typeofproperty dwelling dwellingtype homestyle "
                      "buildingtype residencekind "
                      "propertykind housetype typeofresidence proptype"},
    {"electric_bill",
     "electricbill monthlybill electricitybill avgbill averagebill avgelectricbill averageelectricbill "
     "monthlyelectricbill "
     "electricmonthly monthlyelectric powerbill utilitybill billamount electricitycost "
     "monthlyelectricitybill energybill "
     "monthlypowerbill averagemonthlybill averagemonthlyelectricbill monthlyutilitybill solarelectricbill "
     "averagemonthlyelectric currentbill electriccost electricbillamount averageutilitybill "
     "electricmonthlybill monthlyenergybill powerbillamount"},
    {"electric_provider",
     "electricprovider utilityprovider utility electricutility utilitycompany electriccompany powercompany "
     "electricsupplier currentprovider energyprovider electricityprovider utilityname powerprovider "
     "electricutilityprovider solarelectric currentutility electricityutility energycompany "
     "powersupplier electricutilitycompany utilitysupplier"},
    {"roof_shade", "roofshade shade shading sunexposure roofshading sunlight roofsun shadelevel solarshade "
                   "rooffshade roofsunexposure "
                   "sunonroof howmuchshade propertyshade roofexposure amountofshade propertysun"},
    {"roof_type", "rooftype roof roofmaterial typeofroof roofingtype roofcovering roofkind roofingmaterial"},
    {"roof_age_years", "roofage ageofroof roofageyears roofyears"},
    {"stories", "stories storeys floors numberofstories numstories storiescount levels"},
    {"square_feet",
     "squarefeet sqft squarefootage livingarea homesize homesquarefeet sqfeet homesqft squareft sqfootage"},
    {"credit_rating", "creditrating credit creditgrade selfcreditrating creditquality creditestimate "
                      "creditstatus creditprofile "
                      "ratecredit yourcredit creditrate creditassessment credithistory"},
    {"credit_score", "creditscore fico ficoscore creditscorerange estimatedcreditscore"},
    {"purchase_time_frame", "purchasetimeframe timeframe buytimeframe projecttimeframe timeline when "
                            "startdate purchasetime buyingtimeframe "
                            "howsoon projectstart starttime installtimeframe whenstart projectstatus timing "
                            "projecttimeline timetostart "
                            "planningtimeframe installationtimeframe buytime startproject"},
    {"interested_in_battery",
     "interestedinbattery battery wantsbattery batterystorage batteryinterest batterybackup addbattery"},
    {"has_ev", "hasev ev electricvehicle ownsev evowner haselectricvehicle haselectriccar electriccar"},
    {"existing_solar", "existingsolar hassolar currentsolar alreadysolar solarinstalled solarexisting"},
    {"best_time_to_call", "besttimetocall calltime besttime besttimecall contacttime preferredcalltime "
                          "besttimetocontact preferredtime "
                          "timetocall bestcontacttime callbesttime preferredcontacttime"},
    {"latitude", "latitude lat geolat"},
    {"longitude", "longitude lon lng long geolon geolng"},
    {"case_type",
     "casetype typeofcase legalcase practicearea injurycase accidenttype typeofaccident incidenttype "
     "typeofincident legalissue claimtype legalcategory typeoflegalproblem casecategory caseclass "
     "accidentkind"},
    {"injury_severity", "injuryseverity severity injurylevel severityofinjury howsevere"},
    {"injury_type",
     "injurytype typeofinjury primaryinjury injury injuries injurydescription injurytypes primaryinjuries "
     "bodyinjury injurykind"},
    {"accident_date", "accidentdate incidentdate dateofaccident dateofincident dateofinjury injurydate "
                      "incidentdt accdate whenaccident "
                      "doi doa incident dateaccident dateofloss lossdate eventdate incidenton accidenton"},
    {"accident_state", "accidentstate incidentstate stateofaccident stateofincident injurystate"},
    {"at_fault",
     "atfault fault wereyouatfault yourfault personatfault isatfault faultstatus accidentfault userfault"},
    {"other_party_insured",
     "otherpartyinsured otherdriverinsured otherinsured defendantinsured otherpartyinsurance"},
    {"police_report", "policereport policereportfiled haspolicereport reportfiled"},
    {"has_attorney",
     "hasattorney attorney haveattorney attorneyhired hasalawyer haslawyer lawyer havelawyer currentattorney "
     "represented "
     "currentlyrepresented attorneyrepresentation hiredattorney isrepresented representedbyattorney "
     "hasrepresentation needattorney alreadyhaveattorney haveanattorney legalrepresentation withattorney "
     "currentlawyer"},
    {"medical_treatment",
     "medicaltreatment treatment doctortreatment receivedtreatment treated sawdoctor hospitalized "
     "hospitalised "
     "medicalcare doctorvisit treatmentstatus doctor seendoctor soughttreatment didyoureceivetreatment "
     "doctorstreatment medicalattention wasinjurytreated"},
    {"treatment_within_days", "treatmentwithindays daystotreatment treatmentdays"},
    {"preferred_language",
     "preferredlanguage language lang spokenlanguage languagepreference primarylanguage"},
    {"description",
     "description comments comment notes note details message casedescription additionalinfo "
     "additionalcomments "
     "incidentdescription projectdescription accidentdescription whathappened injurydetails casenotes "
     "additionalinformation casesummary casedetails comments1 additionalnotes describeincident memo "
     "summary describeaccident describecase describeyourcase tellusmore"},
    {"currently_insured", "currentlyinsured insured hasinsurance isinsured haveinsurance currentinsurance "
                          "insurancestatus hascurrentinsurance "
                          "currentlyhaveinsurance currentlyinsuredstatus autoinsured"},
    {"current_carrier",
     "currentcarrier carrier currentinsurer insurancecompany currentinsurancecompany insurer currentcompany "
     "insurancecarrier "
     "currentinsurancecarrier currentinsuranceprovider currentlyinsuredwith insuranceprovider presentcarrier "
     "autoinsurancecompany priorcarrier previouscarrier currentautoinsurance existingcarrier"},
    {"continuous_coverage_months",
     "continuouscoveragemonths continuouscoverage yearsinsured monthsinsured insuredmonths lengthofcoverage "
     "insuredsince monthscontinuouscoverage continuousmonths monthswithcarrier coveragemonths"},
    {"policy_expires", "policyexpires expirationdate policyexpiration policyexpirationdate "
                       "insuranceexpiration expiration policyexpiry "
                       "currentpolicyexpires policyend expirydate coverageexpiration renewaldate "
                       "currentpolicyexpirationdate policyenddate "
                       "insuranceexpirationdate"},
    {"coverage_type", "coveragetype coverage coveragelevel desiredcoverage requestedcoverage "
                      "requestedcoveragetype desiredcoveragetype coveragewanted "
                      "coveragepackage coveragerequested"},
    {"bodily_injury_limit", "bodilyinjurylimit bodilyinjury bilimit bilimits bodilyinjurylimits "
                            "liabilitylimit bodilyinjurycoverage"},
    {"sr22_required",
     "sr22required sr22 needssr22 filingrequired issr22required sr22filing requiressr22 needsr22"},
    {"military_service", "militaryservice military veteran ismilitary activemilitary servedmilitary "
                         "isveteran militarystatus militaryveteran "
                         "veteranstatus militaryaffiliation"},
    {"bundle_home", "bundlehome bundle homebundle bundlewithhome multipolicy bundling"},
    {"relationship",
     "relationship relationtoapplicant relation relationshiptoapplicant relationshiptoinsured drivertype"},
    {"license_status", "licensestatus licencestatus driverlicensestatus validlicense driverslicensestatus "
                       "currentlylicensed licensestat"},
    {"license_state",
     "licensestate licencestate driverlicensestate dlstate driverslicensestate licstate licensedstate"},
    {"age_licensed",
     "agelicensed agefirstlicensed licensedage agewhenlicensed firstlicensedage agefirstlicense"},
    {"occupation", "occupation job jobtitle employment profession"},
    {"education", "education educationlevel highesteducation highestdegree educationalattainment"},
    {"good_student", "goodstudent goodstudentdiscount isgoodstudent"},
    {"year", "year vehicleyear caryear modelyear autoyear yr"},
    {"make", "make vehiclemake carmake automake manufacturer"},
    {"model", "model vehiclemodel carmodel automodel"},
    {"trim", "trim vehicletrim submodel vehiclesubmodel cartrim vehicletrimlevel"},
    {"vin", "vin vinnumber vehiclevin vehicleidentificationnumber"},
    {"ownership", "ownership vehicleownership owned leased isleased vehicleowned ownershipstatusvehicle "
                  "carownership leasedorowned"},
    {"primary_use", "primaryuse vehicleuse use usage primaryusage vehicleusage caruse usetype"},
    {"annual_miles", "annualmiles annualmileage mileage yearlymileage milesperyear annualmil yearlymiles"},
    {"parking",
     "parking garagetype parked garage garaging nightparking whereparked parkingtype overnightparking"},
    {"comprehensive_deductible", "comprehensivedeductible compdeductible comprehensive comprehensivededuct "
                                 "desiredcomprehensivedeductible"},
    {"collision_deductible",
     "collisiondeductible colldeductible collision desiredcollisiondeductible collisiondeduct"},
    {"loan_amount", "loanamount requestedamount amountrequested loanrequested loanamt requestedloanamount "
                    "desiredloanamount"},
    {"sub_id_2", "subid2 sub2 s2 affsub2 subaffiliateid2 lps2 lpsubid2 c2 ckmsubid2"},
    {"sub_id_3", "subid3 sub3 s3 affsub3 subaffiliateid3 lps3 lpsubid3 c3 ckmsubid3"},
    {"years_at_residence",
     "yearsatresidence yearsataddress yearsatcurrentaddress lengthofresidence timeataddress"},
    {"current_carrier_months", "monthswithcurrentcarrier timewithcarrier currentcarriermonths"},
    {"policy_started", "policystart policystartdate currentpolicystartdate policystarted policyeffectivedate "
                       "policyinception"},
    {"monthly_premium", "monthlypremium premium currentpremium insurancepremium"},
    {"property_damage_limit", "propertydamagelimit propertydamage pdlimit requestedpolicypropertydamage"},
    {"years_licensed", "yearslicensed licensedyears yearsdriving drivingexperience"},
    {"license_number", "licensenumber licencenumber dlnumber driverslicensenumber driverlicensenumber dl"},
    {"commute_miles", "commutemiles commutedistance onewaymiles dailycommute"},
    {"commute_days", "commutedays dayscommuting daysperweek weeklycommute"},
    {"employment_status", "employmentstatus employmenttype workstatus jobstatus"},
    {"bankruptcy", "bankruptcy hasbankruptcy bankrupt filedbankruptcy declaredbankruptcy bankruptcystatus"},
    {"foreclosure", "foreclosure hasforeclosure foreclosed foreclosurestatus"},
    {"late_payments", "latepayments mortgagelates latemortgagepayments numlates"},
    {"monthly_usage_kwh", "monthlyusagekwh kwh monthlykwh kwhusage electricusage monthlyusage"},
    {"roof_condition", "roofcondition conditionofroof"},
    {"roof_direction", "roofdirection roofface roofazimuth rooforientation"},
    {"hoa", "hoa hashoa homeownersassociation"},
    {"payment_method", "paymentmethod paymentoption paymentpreference willingtopay howtopay"},
    {"loan_type", "loantype loanpurpose purposeofloan typeofloan mortgagetype loanrequesttype"},
    {"loan_program", "loanprogram loanproduct programtype"},
    {"rate_type", "ratetype desiredratetype ratepreference"},
    {"property_value",
     "propertyvalue homevalue estimatedhomevalue estimatedpropertyvalue newhomevalue purchaseprice "
     "valueofhome houseprice estimatedvalue presentvalue"},
    {"property_use", "propertyuse occupancy occupancytype usageofproperty residenceuse"},
    {"mortgage_balance",
     "mortgagebalance firstmortgagebalance currentmortgagebalance loanbalance currentbalance "
     "existingmortgagebalance 1stmortgagebalance balanceowed"},
    {"mortgage_rate", "mortgagerate firstmortgagerate currentrate currentinterestrate interestrate "
                      "1stmortgagerate mortgageinterestrate existingrate"},
    {"second_mortgage_balance", "secondmortgagebalance 2ndmortgagebalance"},
    {"second_mortgage_rate", "secondmortgagerate 2ndmortgagerate"},
    {"has_second_mortgage", "hassecondmortgage secondmortgage 2ndmortgage"},
    {"cash_out", "cashout cashoutamount additionalcash cashrequested cashouttotal"},
    {"ltv", "ltv loantovalue ltvratio cltv"},
    {"down_payment", "downpayment downpaymentamount estimateddownpayment"},
    {"found_home", "foundhome foundahome homefound"},
    {"purchase_agreement", "purchaseagreement signedpurchaseagreement undercontract"},
    {"first_time_buyer", "firsttimebuyer firsttimehomebuyer firsthome"},
    {"has_agent", "hasagent realestateagent haveagent workingwithagent realtor hasrealtor"},
    {"fha_loan", "fhaloan currentfhaloan isfha fha"},
    {"va_loan", "valoan currentvaloan"},
    {"injured", "injured wereyouinjured wasinjured physicallyinjured anyoneinjured"},
    {"fault", "whowasatfault whosefault faultparty whoatfault"},
    {"accident_time_frame", "accidenttimeframe incidenttimeframe howlongago injurytimeframe"},
    {"other_party_carrier", "otherpartycarrier otherpartyinsurer otherdriverinsurance defendantinsurer"},
    {"insurance_carrier", "yourinsurer owncarrier"},
    {"police_report_number", "policereportnumber reportnumber policereportid"},
    {"commercial_vehicle", "commercialvehicle commercialvehicleinvolved"},
    {"medical_bills", "medicalbills medicalexpenses"},
    {"lost_wages", "lostwages missedwork lostincome"},
    {"surgery", "surgery surgeryneeded hadsurgery"},
    {"claim_settled", "claimsettled settled hassettled signedrelease"},
    {"wants_new_attorney", "wantsnewattorney changeattorney newattorney"},
    {"income", "income monthlyincome annualincome householdincome salary netincome grossincome incomemonthly "
               "yearlyincome"},
    {"ssn", "ssn socialsecuritynumber social socialsecurity"},
};

/// Packaging that says nothing of the value.
bool isPackaging(std::string_view word)
{
    static const std::set<std::string_view> kWords = {
        "lead",      "contact",  "customer", "consumer",  "applicant", "client",   "user",  "person",
        "prospect",  "primary",  "field",    "txt",       "text",      "str",      "input", "data",
        "the",       "your",     "borrower", "insured",   "requestor", "lp",       "ckm",   "xx",
        "x",         "custom",   "value",    "form",      "cust",      "main",     "is",    "homeowners",
        "current",   "question", "info",     "persons",   "claimant",  "their",    "what",  "of",
        "s",         "fld",      "var",      "param",     "profile",   "property", "home",  "residence",
        "plaintiff", "my",       "us",       "individual"};
    return kWords.contains(word);
}

/// Words that tell one of several apart; a target that has one is no field that has not.
bool isQualifier(std::string_view word)
{
    static const std::set<std::string_view> kWords = {
        "spouse",    "co",        "coapplicant", "coborrower", "secondary",  "second",   "work",
        "business",  "employer",  "other",       "alt",        "alternate",  "previous", "prior",
        "mailing",   "billing",   "shipping",    "accident",   "incident",   "license",  "licence",
        "emergency", "driver",    "vehicle",     "car",        "parent",     "child",    "partner",
        "referrer",  "defendant", "attorney",    "agent",      "employment", "former",   "old",
        "third",     "insurance", "policy",      "mother",     "father",     "company",  "doctor",
        "drivers",   "vehicles",  "police",      "bank",       "school",     "landlord", "coinsured",
        "dependent", "joint"};
    return kWords.contains(word) ||
           (!word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos && word != "1" &&
            word.size() < 3);
}

std::string_view spelledOut(std::string_view word)
{
    static const std::map<std::string_view, std::string_view> kWords = {{"addr", "address"},
                                                                        {"tel", "phone"},
                                                                        {"telephone", "phone"},
                                                                        {"ph", "phone"},
                                                                        {"num", "number"},
                                                                        {"no", "number"},
                                                                        {"nbr", "number"},
                                                                        {"zipcode", "zip"},
                                                                        {"postal", "zip"},
                                                                        {"postcode", "zip"},
                                                                        {"dob", "birth"},
                                                                        {"birthdate", "birth"},
                                                                        {"mobile", "phone"},
                                                                        {"cell", "phone"},
                                                                        {"veh", "vehicle"},
                                                                        {"drv", "driver"},
                                                                        {"licence", "license"},
                                                                        {"lic", "license"},
                                                                        {"mileage", "miles"},
                                                                        {"amt", "amount"},
                                                                        {"qty", "quantity"},
                                                                        {"desc", "description"},
                                                                        {"acct", "account"},
                                                                        {"ins", "insurance"},
                                                                        {"curr", "current"},
                                                                        {"exp", "expires"},
                                                                        {"expiration", "expires"},
                                                                        {"lng", "longitude"},
                                                                        {"lat", "latitude"},
                                                                        {"msg", "message"},
                                                                        {"yrs", "years"},
                                                                        {"yr", "year"},
                                                                        {"mos", "months"},
                                                                        {"elec", "electric"},
                                                                        {"electricity", "electric"},
                                                                        {"util", "utility"},
                                                                        {"dt", "date"},
                                                                        {"datetime", "date"},
                                                                        {"img", "image"},
                                                                        {"pct", "percent"},
                                                                        {"sq", "square"},
                                                                        {"ft", "feet"},
                                                                        {"footage", "feet"},
                                                                        {"incident", "accident"},
                                                                        {"lawyer", "attorney"},
                                                                        {"represented", "attorney"},
                                                                        {"insurer", "carrier"},
                                                                        {"provider", "carrier"}};
    const auto found = kWords.find(word);
    return found == kWords.end() ? word : found->second;
}

const std::map<std::string, std::string_view, std::less<>> &table()
{
    static const std::map<std::string, std::string_view, std::less<>> kIndex = [] {
        std::map<std::string, std::string_view, std::less<>> index;
        for (const Entry &entry : kTable) {
            std::string_view phrases = entry.phrases;
            while (!phrases.empty()) {
                const std::size_t end = std::min(phrases.find(' '), phrases.size());
                if (end > 0)
                    index.emplace(std::string(phrases.substr(0, end)), entry.meaning);
                phrases.remove_prefix(std::min(end + 1, phrases.size()));
            }
        }
        return index;
    }();
    return kIndex;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string out;
    for (const std::string &word : words)
        out += word;
    return out;
}

} // namespace

std::string_view meaningOf(std::string_view phrase)
{
    const auto found = table().find(phrase);
    return found == table().end() ? std::string_view() : found->second;
}

NameWords wordsOf(std::string_view name)
{
    NameWords out;
    std::vector<std::string> tokens = nameTokens(name);
    // "e-mail", "first_Name", "ZIP + 4"
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i)
        if (tokens[i] == "e" && tokens[i + 1] == "mail") {
            tokens[i] = "email";
            tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        }
    out.meaning = std::string(meaningOf(joined(tokens)));
    out.exact = !out.meaning.empty();
    std::vector<std::string> bare;
    std::vector<std::string> unqualified;
    for (const std::string &token : tokens) {
        const bool qualifier = isQualifier(token);
        if (qualifier)
            out.qualifiers.emplace_back(spelledOut(token));
        if (isPackaging(token))
            continue;
        bare.push_back(token);
        if (!qualifier)
            unqualified.push_back(token);
    }
    if (!out.exact) {
        out.meaning = std::string(meaningOf(joined(bare)));
        if (out.meaning.empty() && !unqualified.empty())
            out.meaning = std::string(meaningOf(joined(unqualified)));
    }
    if (!out.meaning.empty() && (out.exact || meaningOf(joined(bare)) == out.meaning)) {
        // the qualifier is part of the phrase: "accident date", "work phone", "address 2"
        out.qualifiers.clear();
    }
    for (const std::string &token : bare.empty() ? tokens : bare)
        out.words.emplace_back(spelledOut(token));
    return out;
}

std::string_view meaningIn(std::string_view sentence)
{
    std::vector<std::string> tokens = nameTokens(sentence);
    if (tokens.size() > 24)
        tokens.resize(24);
    for (std::size_t length = std::min<std::size_t>(4, tokens.size()); length > 0; --length)
        for (std::size_t at = 0; at + length <= tokens.size(); ++at) {
            std::string phrase;
            for (std::size_t i = at; i < at + length; ++i)
                phrase += tokens[i];
            // one short word in a sentence means little
            if (length == 1 && tokens.size() > 3 && phrase.size() < 5 && phrase != "zip" && phrase != "city")
                continue;
            if (const std::string_view meaning = meaningOf(phrase); !meaning.empty())
                return meaning;
        }
    return {};
}

bool isConfigurationName(std::string_view name)
{
    const std::vector<std::string> tokens = nameTokens(name);
    const std::string all = joined(tokens);
    static const std::set<std::string, std::less<>> kNames = {"campaignid",
                                                              "campaign",
                                                              "campid",
                                                              "lpcampaignid",
                                                              "lpsupplierid",
                                                              "supplierid",
                                                              "supplier",
                                                              "ckmcampaignid",
                                                              "partnerid",
                                                              "partner",
                                                              "vendorid",
                                                              "vendor",
                                                              "accountid",
                                                              "account",
                                                              "offerid",
                                                              "offer",
                                                              "listid",
                                                              "formid",
                                                              "tagid",
                                                              "clientid",
                                                              "clid",
                                                              "productid",
                                                              "product",
                                                              "productcode",
                                                              "verticalid",
                                                              "vertical",
                                                              "category",
                                                              "categoryid",
                                                              "siteid",
                                                              "version",
                                                              "ver",
                                                              "apiversion",
                                                              "format",
                                                              "responseformat",
                                                              "response",
                                                              "lpresponse",
                                                              "returntype",
                                                              "mode",
                                                              "action",
                                                              "method",
                                                              "type",
                                                              "leadtype",
                                                              "leadtypeid",
                                                              "service",
                                                              "servicetype",
                                                              "serviceid",
                                                              "src",
                                                              "returnjson",
                                                              "json",
                                                              "xml",
                                                              "ckmxml",
                                                              "requesttype",
                                                              "trackdrivenumber",
                                                              "trafficsourceid",
                                                              "campaigncode",
                                                              "cmp",
                                                              "a",
                                                              "c",
                                                              "cmpid",
                                                              "lpaction",
                                                              "buyerid",
                                                              "orgid",
                                                              "organizationid",
                                                              "channelid",
                                                              "programid",
                                                              "program",
                                                              "posttype",
                                                              "datasource",
                                                              "companyid",
                                                              "agencyid",
                                                              "username",
                                                              "user",
                                                              "login",
                                                              "userid",
                                                              "merchantid",
                                                              "publisherid",
                                                              "affiliateid",
                                                              "rcid",
                                                              "currency",
                                                              "output",
                                                              "outputformat",
                                                              "responsetype",
                                                              "countryiso2",
                                                              "environment",
                                                              "leadmode",
                                                              "projecttype",
                                                              "trade",
                                                              "industry",
                                                              "pubid",
                                                              "affid",
                                                              "did",
                                                              "xmlns",
                                                              "granttype",
                                                              "scope",
                                                              "audience",
                                                              "sourceid",
                                                              "lpvertical",
                                                              "lpcampaign",
                                                              "accept",
                                                              "acceptlanguage",
                                                              "cachecontrol",
                                                              "soapaction",
                                                              "contenttype",
                                                              "origin",
                                                              "pragma",
                                                              "redirecturl",
                                                              "encoding"};
    if (kNames.contains(all))
        return true;
    for (const std::string_view end :
         {"sourceid", "senderid", "vendorid", "campaignid", "supplierid", "partnerid", "affiliateid",
          "accountid", "servicecode", "offerid", "publisherid", "tagid", "formid", "campaigncode",
          "sourcecode", "productid"})
        if (all.ends_with(end))
            return true;
    return false;
}

bool isCarriedName(std::string_view name)
{
    const std::string all = joined(nameTokens(name));
    for (const std::string_view word :
         {"pingid", "pingtoken", "bidid", "pingreference", "pingleadid", "reservationid", "pingrequestid",
          "pingresponseid", "pinguuid", "pingguid", "bidtoken", "pingtransactionid", "pingkey"})
        if (all.ends_with(word) && !all.starts_with("trustedform"))
            return true;
    return false;
}

bool isTestSwitch(std::string_view name)
{
    const std::string all = joined(nameTokens(name));
    for (const std::string_view word :
         {"test", "istest", "lptest", "ckmtest", "testmode", "testlead", "istestlead", "posttest", "testflag",
          "testpost", "sandbox", "debug", "testing", "dryrun", "testonly", "leadtest"})
        if (all == word)
            return true;
    return false;
}

const std::vector<StateName> &stateNames()
{
    static const std::vector<StateName> kStates = {
        {"AL", "Alabama"},        {"AK", "Alaska"},         {"AZ", "Arizona"},
        {"AR", "Arkansas"},       {"CA", "California"},     {"CO", "Colorado"},
        {"CT", "Connecticut"},    {"DE", "Delaware"},       {"DC", "District of Columbia"},
        {"FL", "Florida"},        {"GA", "Georgia"},        {"HI", "Hawaii"},
        {"ID", "Idaho"},          {"IL", "Illinois"},       {"IN", "Indiana"},
        {"IA", "Iowa"},           {"KS", "Kansas"},         {"KY", "Kentucky"},
        {"LA", "Louisiana"},      {"ME", "Maine"},          {"MD", "Maryland"},
        {"MA", "Massachusetts"},  {"MI", "Michigan"},       {"MN", "Minnesota"},
        {"MS", "Mississippi"},    {"MO", "Missouri"},       {"MT", "Montana"},
        {"NE", "Nebraska"},       {"NV", "Nevada"},         {"NH", "New Hampshire"},
        {"NJ", "New Jersey"},     {"NM", "New Mexico"},     {"NY", "New York"},
        {"NC", "North Carolina"}, {"ND", "North Dakota"},   {"OH", "Ohio"},
        {"OK", "Oklahoma"},       {"OR", "Oregon"},         {"PA", "Pennsylvania"},
        {"RI", "Rhode Island"},   {"SC", "South Carolina"}, {"SD", "South Dakota"},
        {"TN", "Tennessee"},      {"TX", "Texas"},          {"UT", "Utah"},
        {"VT", "Vermont"},        {"VA", "Virginia"},       {"WA", "Washington"},
        {"WV", "West Virginia"},  {"WI", "Wisconsin"},      {"WY", "Wyoming"}};
    return kStates;
}

} // namespace bourse::workbench
