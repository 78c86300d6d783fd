#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/chip.h"
#include "gui/widgets/format.h"
#include "gui/widgets/painters.h"
#include "gui/widgets/stattile.h"
#include "gui/widgets/toast.h"
#include <QApplication>
#include <QLabel>
#include <QPainter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

using namespace bourse;
using namespace bourse::gui;

namespace {

double luminance(const QColor &color)
{
    const auto channel = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) +
           0.0722 * channel(color.blueF());
}

/// WCAG 2 contrast of two opaque colours.
double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QImage paint(const std::function<void(QPainter &)> &draw, QSize size = {200, 40})
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    draw(painter);
    return image;
}

int inkedColumns(const QImage &image)
{
    int count = 0;
    for (int x = 0; x < image.width(); ++x) {
        for (int y = 0; y < image.height(); ++y) {
            if (image.pixel(x, y) != qRgb(255, 255, 255)) {
                ++count;
                break;
            }
        }
    }
    return count;
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    void init()
    {
        theme().setScheme(Scheme::Light);
        theme().setScale(1);
    }

    void textCanBeRead_data()
    {
        QTest::addColumn<int>("scheme");
        QTest::newRow("light") << 0;
        QTest::newRow("dark") << 1;
    }
    void textCanBeRead()
    {
        QFETCH(int, scheme);
        const auto which = static_cast<Scheme>(scheme);
        const auto color = [which](Token token) {
            return tokenColor(which, token);
        };
        for (const Token ground : {Token::Window, Token::Surface, Token::Raised})
            for (const Token text : {Token::Text, Token::Secondary, Token::Muted, Token::AccentText,
                                     Token::Ok, Token::Warn, Token::Bad, Token::Loss})
                QVERIFY2(contrast(color(text), color(ground)) >= 4.5,
                         qPrintable(u"%1 on %2: %3"_qs.arg(tokenName(text), tokenName(ground))
                                        .arg(contrast(color(text), color(ground)))));
        QVERIFY(contrast(color(Token::OnPrimary), color(Token::PrimaryFill)) >= 4.5);
        QVERIFY(contrast(color(Token::Text), color(Token::Selection)) >= 7);
        for (int i = 0; i <= static_cast<int>(domain::Chip::Suppressed); ++i) {
            const ChipColors chip = chipColors(which, static_cast<domain::Chip>(i));
            QVERIFY2(contrast(chip.text, chip.background) >= 4.5, qPrintable(QString::number(i)));
        }
        // Controls and chart lines need 3:1 against what they stand on.
        QVERIFY(contrast(color(Token::Border), color(Token::Surface)) >= 3);
        for (int i = 0; i < seriesCount; ++i)
            QVERIFY2(contrast(seriesColor(which, i), color(Token::Surface)) >= 3,
                     qPrintable(QString::number(i)));
    }

    void sheetKnowsAllItsTokens()
    {
        const QString sheet = theme().styleSheet();
        QVERIFY(sheet.size() > 1000);
        const auto left = QRegularExpression(QStringLiteral("@[a-z0-9-]+")).match(sheet);
        QVERIFY2(!left.hasMatch(), qPrintable(left.captured()));
        QVERIFY(sheet.contains(u"#1d5bcb"));
        theme().setScheme(Scheme::Dark);
        QVERIFY(theme().styleSheet().contains(u"#82adff"));
    }

    void scaleChangesSizes()
    {
        QCOMPARE(theme().font(TextRole::Body).pixelSize(), 13);
        QSignalSpy spy(&theme(), &Theme::changed);
        theme().setScale(1.5);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(theme().font(TextRole::Title).pixelSize(), 30);
        QVERIFY(theme().styleSheet().contains(u"font-size: 30px"));
        theme().setScale(9); // beyond what the window can bear
        QCOMPARE(theme().scale(), 1.5);
    }

    void choiceIsKept()
    {
        theme().setScheme(Scheme::Dark);
        theme().setScale(1.2);
        theme().save();
        theme().setScheme(Scheme::Light);
        theme().setScale(1);
        theme().load(*qApp);
        QCOMPARE(theme().scheme(), Scheme::Dark);
        QCOMPARE(theme().scale(), 1.2);
        QCOMPARE(qApp->palette().color(QPalette::Window), QColor(0x14, 0x17, 0x1C));
    }

    void everyChipHasItsOwnIconAndWord()
    {
        QSet<QString> icons;
        QSet<QString> words;
        for (int i = 0; i <= static_cast<int>(domain::Chip::Suppressed); ++i) {
            const ChipLook look = chipLook(static_cast<domain::Chip>(i));
            QVERIFY2(hasIcon(look.icon), qPrintable(look.icon));
            QVERIFY(!look.text.isEmpty());
            icons.insert(look.icon);
            words.insert(look.text);
        }
        QCOMPARE(icons.size(), 12);
        QCOMPARE(words.size(), 12);
    }

    void iconsAreTinted()
    {
        for (const QColor &color : {QColor(Qt::red), QColor(Qt::blue)}) {
            const QImage image = iconPixmap(QStringLiteral("check"), color, 20, 2).toImage();
            QCOMPARE(image.size(), QSize(40, 40));
            int inked = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (image.pixelColor(x, y).alpha() == 255) {
                        ++inked;
                        QCOMPARE(image.pixelColor(x, y).rgb(), color.rgb());
                    }
            QVERIFY(inked > 20);
        }
        QTest::ignoreMessage(QtWarningMsg, "no icon named nowhere");
        QVERIFY(!hasIcon(QStringLiteral("nowhere")));
        iconPixmap(QStringLiteral("nowhere"), Qt::black, 16, 1);
    }

    void digitsAreTabular()
    {
        const QFont font = theme().font(TextRole::Body);
        QCOMPARE(figuresWidth(font, QStringLiteral("1,111.11")),
                 figuresWidth(font, QStringLiteral("8,888.88")));
        const QImage cut = paint([&](QPainter &p) {
            p.setPen(Qt::black);
            paintFigures(&p, QRectF(0, 0, 60, 40), Qt::AlignLeft, QStringLiteral("123456789012345678"), font);
        });
        QVERIFY(inkedColumns(cut) > 30);
        QVERIFY(cut.copy(62, 0, 100, 40) == paint([](QPainter &) {}, {100, 40})); // nothing beyond its room
    }

    void sparklinesAndBars()
    {
        const QImage none = paint([](QPainter &p) {
            paintSparkline(&p, {0, 0, 100, 20}, {1.0}, Qt::blue, true);
        });
        QCOMPARE(inkedColumns(none), 0);
        const QImage line = paint([](QPainter &p) {
            paintSparkline(&p, {0, 0, 100, 20}, {1, 5, 2, 9}, Qt::blue, true);
        });
        QVERIFY(inkedColumns(line) > 90);
        // A constant series is a level line, not a division by zero.
        const QImage flat = paint([](QPainter &p) {
            paintSparkline(&p, {0, 0, 100, 20}, {0, 0, 0}, Qt::blue, false);
        });
        QVERIFY(inkedColumns(flat) > 90);
        const QImage half = paint([](QPainter &p) { paintBar(&p, {0, 0, 100, 6}, 0.5, Qt::red); });
        QCOMPARE(half.pixelColor(30, 3), QColor(Qt::red));
        QCOMPARE(half.pixelColor(70, 3), theme().color(Token::Track));
    }

    void money()
    {
        const auto usd = [](std::int64_t micros) {
            return formatMoney(Money(micros, Currency::usd()));
        };
        QCOMPARE(usd(31'000'000), u"$31.00"_qs);
        QCOMPARE(usd(-22'500'000), u"−$22.50"_qs);
        QCOMPARE(usd(1'234'567'891'230), u"$1,234,567.89123"_qs);
        QCOMPARE(usd(0), u"$0.00"_qs);
        QCOMPARE(formatMoney(Money(557'215'490'000, Currency::usd()), 0), u"$557,215"_qs);
        QCOMPARE(formatMoney(Money(557'215'500'000, Currency::usd()), 0), u"$557,216"_qs);
        QVERIFY(usd(std::numeric_limits<std::int64_t>::min()).startsWith(u"−$9,223,372,036,854.77"));
    }

    void times()
    {
        const UtcTime at = *fromIso8601("2026-11-20T20:32:07.184Z");
        QCOMPARE(formatClock(at, zoneNamed(u"America/Chicago"_qs)), u"14:32:07"_qs);
        QCOMPARE(formatClock(at, zoneNamed(u"nowhere"_qs), true), u"20:32:07.184"_qs);
        QCOMPARE(formatShare(0.942), u"94.2 %"_qs);
    }

    void segments()
    {
        SegmentedControl control({u"15 min"_qs, u"60 min"_qs, u"6 h"_qs}, u"range"_qs);
        QSignalSpy spy(&control, &SegmentedControl::currentChanged);
        QTest::mouseClick(control.button(1), Qt::LeftButton);
        QCOMPARE(control.current(), 1);
        QTest::mouseClick(control.button(1), Qt::LeftButton);
        QCOMPARE(spy.count(), 1);
        control.setCurrent(7);
        QCOMPARE(control.current(), 1);
    }

    void toastUndoes()
    {
        QWidget window;
        window.resize(800, 600);
        window.show();
        int undone = 0;
        Toast::show(&window, u"Buyer paused"_qs);
        Toast *toast = Toast::show(&window, u"Buyer paused"_qs, u"Undo"_qs, [&] { ++undone; });
        auto *button = toast->findChild<QPushButton *>(u"toast_action"_qs);
        QVERIFY(button);
        QTest::mouseClick(button, Qt::LeftButton);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(undone, 1);
        QTRY_VERIFY(window.findChildren<Toast *>().isEmpty());
    }

    void elidedLabelKeepsItsText()
    {
        ElidedLabel label(Qt::ElideMiddle);
        label.setFullText(QString(300, u'w'));
        label.resize(100, 20);
        QVERIFY(label.minimumSizeHint().width() < 100);
        QCOMPARE(label.toolTip().size(), 300);
        QVERIFY(!label.grab().isNull());
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
