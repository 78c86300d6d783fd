// The models of the integration editor: rows and how they stand, the lead's fields, problems, the list.
#include "gui/integrationbench.h"
#include "gui/integrations/integrationlist.h"
#include "gui/integrations/leadfieldmodel.h"
#include "gui/integrations/mappingmodel.h"
#include "gui/integrations/problemsdock.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace bourse;
using namespace bourse::gui;
using domain::Object;
using domain::StepKind;
using domain::Value;
using workbench::EditorState;
using workbench::IntegrationDocument;
using workbench::MappingEdits;
using Standing = MappingModel::Standing;

namespace {

/// A template with its vertical and the edge cases as leads.
struct Opened {
    IntegrationDocument document;
    EditorState state;
    explicit Opened(const QString &name = u"boberdoo-xml"_qs)
        : document(test::templateDocument(name)), state(&document)
    {
        const domain::FieldSchema schema = test::vertical(u"personal_injury"_qs);
        state.setVertical(schema);
        state.setLeads(workbench::edgeCaseLeads(schema));
    }
};

QString path(const MappingModel &model, int row)
{
    return QString::fromStdString(model.item(row)->row.path.toString());
}

int rowNamed(const MappingModel &model, const QString &target)
{
    for (int i = 0; i < model.rowCount(); ++i)
        if (model.item(i)->row.target == target)
            return i;
    return -1;
}

} // namespace

class TestMappingModel : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void rowsShowWhatTheyBecome()
    {
        Opened opened;
        MappingModel model(&opened.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const int zip = rowNamed(model, u"Zip"_qs);
        QVERIFY(zip >= 0);
        QCOMPARE(model.item(zip)->standing, Standing::Ok);
        QCOMPARE(model.index(zip, MappingModel::Result).data().toString(), u"78701"_qs);
        QCOMPARE(model.item(zip)->source, workbench::SourceKind::Field);
        const int key = rowNamed(model, u"Key"_qs);
        QCOMPARE(model.item(key)->result, u"{{boberdoo_key}}"_qs);
        const int date = rowNamed(model, u"Accident_Date"_qs);
        QCOMPARE(model.item(date)->chips.size(), 1);
        QVERIFY(model.trace(date));
        QCOMPARE(model.trace(date)->transforms.size(), std::size_t(1));
        for (int row = 0; row < model.rowCount(); ++row) {
            QVERIFY(hasIcon(sourceIcon(model.item(row)->source)));
            const ChipLook look = MappingModel::look(model.item(row)->standing);
            QVERIFY(!look.text.isEmpty() && (look.icon.isEmpty() || hasIcon(look.icon)));
        }
    }

    void anEmptyLeadLeavesRowsOut()
    {
        Opened opened;
        MappingModel model(&opened.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        opened.state.setLeadIndex(2); // every field empty
        const int zip = rowNamed(model, u"Zip"_qs);
        QCOMPARE(model.item(zip)->standing, Standing::Omitted);
        QVERIFY(!model.item(zip)->sentence.isEmpty());
        // the same rows stand there: a view keeps its place
        QCOMPARE(inserted.count() + removed.count(), 0);
    }

    void rowsComeAndGoInTheirPlace()
    {
        Opened opened;
        MappingModel model(&opened.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const int zip = rowNamed(model, u"Zip"_qs);
        const QPersistentModelIndex after = model.index(zip + 1, 0);
        MappingEdits edits(&opened.document);
        QVERIFY(edits.insertAfter(model.item(zip)->row.path, StepKind::Ping, u"Extra"_qs,
                                  Object{{"field", "state"}}));
        QCOMPARE(model.item(zip + 1)->row.target, u"Extra"_qs);
        QCOMPARE(after.row(), zip + 2);
        QCOMPARE(model.item(zip + 2)->row.path,
                 workbench::DocumentPath::parse(path(model, zip + 2).toStdString()));
        QVERIFY(edits.remove(model.item(zip)->row.path));
        QCOMPARE(model.item(zip)->row.target, u"Extra"_qs);
        opened.document.undoStack()->undo();
        QCOMPARE(model.item(zip)->row.target, u"Zip"_qs);
        QVERIFY(edits.move(model.item(zip)->row.path, 1));
        QCOMPARE(model.item(zip)->row.target, u"Extra"_qs);
        QVERIFY(edits.rename(model.item(zip)->row.path, u"Other"_qs));
        QCOMPARE(model.item(zip)->row.target, u"Other"_qs);
        QCOMPARE(reset.count(), 0);
        opened.state.setStep(StepKind::Post);
        opened.state.setStep(StepKind::Ping);
        QCOMPARE(model.item(zip)->row.target, u"Other"_qs);
    }

    void filtersAndSections()
    {
        Opened opened;
        const auto specification =
            domain::parseJson("{\"fields\":[{\"step\":\"ping\",\"target\":\"Zip\",\"required\":true},"
                              "{\"step\":\"ping\",\"target\":\"State\",\"required\":true}]}");
        opened.document.set("specification", *specification, QString());
        MappingModel model(&opened.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.count(MappingModel::Filter::Required), 2);
        model.setFilter(MappingModel::Filter::Required);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, MappingModel::Required).data().toString(), u"required"_qs);
        opened.state.setLeadIndex(2);
        QCOMPARE(model.item(0)->standing, Standing::Missing);
        model.setFilter(MappingModel::Filter::Problems);
        QVERIFY(model.rowCount() >= 2);
        QCOMPARE(model.rowCount(), model.count(MappingModel::Filter::Problems));
        model.setFilter(MappingModel::Filter::All);
        const int all = model.rowCount();
        model.setCollapsed(workbench::RowSection::Url, false);
        QCOMPARE(model.rowCount(), all + 4); // method, both addresses, path
        model.setCollapsed(workbench::RowSection::Body, true);
        QVERIFY(rowNamed(model, u"Zip"_qs) < 0);
        QVERIFY(model.rowOfSection(workbench::RowSection::Body) >= 0);
    }

    void brokenDocumentsKeepTheirRows()
    {
        Opened opened;
        MappingModel model(&opened.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const int zip = rowNamed(model, u"Zip"_qs);
        opened.document.set(model.item(zip)->row.path.child("source"), Value(Object{{"feeld", "x"}}),
                            QString());
        QVERIFY(opened.state.isStale());
        QTRY_COMPARE(model.item(zip)->standing, Standing::Invalid); // when lint has run
        QVERIFY(!model.item(zip)->sentence.isEmpty());
        opened.document.set(model.item(zip)->row.path.child("source"), Value(7), QString());
        QCOMPARE(model.item(zip)->source, workbench::SourceKind::None);
        opened.document.set("steps.ping.body.rows", Value("no list"), QString());
        QVERIFY(rowNamed(model, u"Zip"_qs) < 0);
        opened.document.set("steps", Value(7), QString());
        QCOMPARE(model.rowCount(), 0);
        for (int i = 0; i < 4; ++i)
            opened.document.undoStack()->undo();
        QTRY_COMPARE(model.item(rowNamed(model, u"Zip"_qs))->standing, Standing::Ok); // when lint has run
    }

    void hugeAndForeignTextIsCut()
    {
        Opened opened;
        MappingModel model(&opened.state);
        std::string text("a\0b", 3);
        text += "\xF0\x9F\x98\x80";
        text += std::string(5 << 20, 'x');
        opened.document.set(model.item(rowNamed(model, u"Mode"_qs))->row.path.child("source"),
                            Value(Object{{"constant", text}}), QString());
        const int row = rowNamed(model, u"Mode"_qs);
        QVERIFY(model.item(row)->result.size() <= 400);
        QVERIFY(!model.item(row)->result.contains(QChar(u'\0')));
    }

    void aFieldIsDroppedOnARow()
    {
        Opened opened;
        MappingModel model(&opened.state);
        LeadFieldModel fields(&opened.state);
        const std::unique_ptr<QMimeData> data(fields.mimeData({fields.indexOf(u"city"_qs)}));
        QVERIFY(data);
        const int zip = rowNamed(model, u"Zip"_qs);
        const QModelIndex on = model.index(zip, MappingModel::Source);
        QVERIFY(model.canDropMimeData(data.get(), Qt::LinkAction, -1, -1, on));
        QVERIFY(!model.canDropMimeData(data.get(), Qt::LinkAction, -1, -1, model.index(0, 0))); // a section
        QVERIFY(model.dropMimeData(data.get(), Qt::LinkAction, -1, -1, on));
        QCOMPARE(model.item(zip)->sourceText, u"city"_qs);
        QCOMPARE(opened.document.undoStack()->undoText(), u"Map Zip to city"_qs);
        opened.document.undoStack()->undo();
        QCOMPARE(model.item(zip)->sourceText, u"postal_code"_qs);
        QMimeData foreign;
        foreign.setText(u"city"_qs);
        QVERIFY(!model.dropMimeData(&foreign, Qt::LinkAction, -1, -1, on));
        foreign.setData(QString::fromLatin1(sourceMimeType), "{\"broken");
        QVERIFY(!model.dropMimeData(&foreign, Qt::LinkAction, -1, -1, on));
    }

    void targetsAreEdited()
    {
        Opened opened;
        MappingModel model(&opened.state);
        const QModelIndex zip = model.index(rowNamed(model, u"Zip"_qs), MappingModel::Target);
        QVERIFY(model.flags(zip) & Qt::ItemIsEditable);
        QVERIFY(model.setData(zip, u" Postcode "_qs, Qt::EditRole));
        QCOMPARE(model.index(zip.row(), MappingModel::Target).data().toString(), u"Postcode"_qs);
        QVERIFY(!model.setData(zip, QString(), Qt::EditRole));
        QVERIFY(!model.setData(model.index(0, 0), u"x"_qs, Qt::EditRole));
    }

    void fieldsAreATreeWithValues()
    {
        Opened opened;
        LeadFieldModel model(&opened.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QModelIndex email = model.indexOf(u"email"_qs);
        QVERIFY(email.isValid());
        QVERIFY(email.data(LeadFieldModel::PiiRole).toBool());
        QVERIFY(!email.data(LeadFieldModel::MappedRole).toBool());
        QVERIFY(model.indexOf(u"postal_code"_qs).data(LeadFieldModel::MappedRole).toBool());
        QCOMPARE(email.data(LeadFieldModel::ValueRole).toString(), u"maria@example.com"_qs);
        QVERIFY(hasIcon(email.data(LeadFieldModel::IconRole).toString()));
        const QModelIndex variable = model.indexOf(u"variable lead_type"_qs);
        QVERIFY(variable.isValid());
        QVERIFY(variable.parent().isValid());
        QCOMPARE(domain::writeJson(model.source(variable)), std::string("{\"variable\":\"lead_type\"}"));
        QVERIFY(!(model.flags(variable.parent()) & Qt::ItemIsDragEnabled));
        // another lead: other values in the same places
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        opened.state.setLeadIndex(2);
        QCOMPARE(model.indexOf(u"email"_qs).data(LeadFieldModel::ValueRole).toString(), QString());
        QCOMPARE(reset.count(), 0);
        // one with a field that the schema does not know
        workbench::TrialLead strange{workbench::TrialLead::Kind::Real, u"Strange"_qs,
                                     Object{{"extra", Object{{"inner", "1"}}}}};
        opened.state.setLeads({strange});
        const QModelIndex inner = model.indexOf(u"extra.inner"_qs);
        QVERIFY(inner.isValid());
        QCOMPARE(inner.data(LeadFieldModel::ValueRole).toString(), u"1"_qs);
    }

    void everyTypeHasAnIcon()
    {
        for (int type = 0; type <= static_cast<int>(domain::FieldType::List); ++type)
            QVERIFY2(hasIcon(fieldIcon(static_cast<domain::FieldType>(type))),
                     qPrintable(QString::number(type)));
    }

    void problemsOfferTheirFixes()
    {
        Opened opened;
        ProblemsModel model(&opened.state);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        MappingEdits(&opened.document)
            .insertAfter({}, StepKind::Ping, u"Mail"_qs, Object{{"field", "email"}});
        QTRY_VERIFY(reset.count() > 0);
        const domain::LintProblem *first = model.problem(0);
        QVERIFY(first);
        QCOMPARE(first->code, std::string("pii_in_ping"));
        QCOMPARE(first->severity, domain::LintProblem::Severity::Blocking);
        QCOMPARE(quickFixes(*first).size(), 2);
        MappingModel rows(&opened.state);
        QCOMPARE(rows.item(rowNamed(rows, u"Mail"_qs))->standing, Standing::Personal);
        MappingEdits(&opened.document).recordPiiReason({u"email"_qs}, u"The buyer matches by it"_qs);
        QTRY_COMPARE(rows.item(rowNamed(rows, u"Mail"_qs))->standing, Standing::Ok);
    }

    void theListIsSearched()
    {
        IntegrationListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        market::IntegrationHead acme;
        acme.slug = u"acme"_qs;
        acme.label = u"Acme Insurance"_qs;
        acme.steps = {u"ping"_qs, u"post"_qs};
        acme.version = 12;
        acme.usedBy = {u"Auto / Acme"_qs};
        market::IntegrationHead beta;
        beta.slug = u"beta-mutual"_qs;
        beta.label = u"Beta"_qs;
        beta.draftSavedAt = UtcTime{};
        model.setHeads({acme, beta});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, IntegrationListModel::Steps).data().toString(), u"Ping, Post"_qs);
        QCOMPARE(model.index(0, IntegrationListModel::Version).data().toString(), u"v12"_qs);
        QVERIFY(model.index(1, IntegrationListModel::Draft).data().toString().startsWith(u"Draft"_qs));
        for (const QString &needle : {u"MUTUAL"_qs, u"beta"_qs}) {
            model.setNeedle(needle);
            QCOMPARE(model.rowCount(), 1);
            QCOMPARE(model.head(0)->slug, u"beta-mutual"_qs);
        }
        model.setNeedle(u"auto /"_qs);
        QCOMPARE(model.head(0)->slug, u"acme"_qs);
        model.setNeedle(u"nobody"_qs);
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(TestMappingModel)
#include "tst_mappingmodel.moc"
