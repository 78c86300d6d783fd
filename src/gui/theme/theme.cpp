#include "gui/theme/theme.h"
#include "gui/theme/icons.h"
#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QRegularExpression>
#include <QStyleFactory>
#include <cmath>

static void initGuiResources()
{
    Q_INIT_RESOURCE(gui_data);
}

namespace bourse::gui {
namespace {

constexpr double minScale = 0.9;
constexpr double maxScale = 1.5;

QString firstInstalled(const QStringList &families, QFontDatabase::SystemFont otherwise)
{
    const QStringList installed = QFontDatabase::families();
    for (const QString &family : families)
        if (installed.contains(family))
            return family;
    return QFontDatabase::systemFont(otherwise).family();
}

struct RoleRow {
    double pixels;
    QFont::Weight weight;
};

RoleRow roleRow(TextRole role)
{
    switch (role) {
    case TextRole::Caption:
        return {12, QFont::Normal};
    case TextRole::CaptionMedium:
        return {12, QFont::Medium};
    case TextRole::BodyMedium:
        return {13, QFont::Medium};
    case TextRole::BodyStrong:
        return {13, QFont::DemiBold};
    case TextRole::Section:
        return {15, QFont::DemiBold};
    case TextRole::Title:
        return {20, QFont::DemiBold};
    case TextRole::Figure:
        return {28, QFont::DemiBold};
    case TextRole::Mono:
        return {12.5, QFont::Normal};
    case TextRole::Body:
    case TextRole::Count:
        break;
    }
    return {13, QFont::Normal};
}

} // namespace

QSettings userSettings()
{
    return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("bourse"),
                     QStringLiteral("desktop"));
}

Theme &Theme::instance()
{
    static Theme theme;
    return theme;
}

Theme::Theme()
{
    initGuiResources();
    m_family = firstInstalled({QStringLiteral("Inter"), QStringLiteral("Inter Variable")},
                              QFontDatabase::GeneralFont);
    m_monoFamily = firstInstalled({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")},
                                  QFontDatabase::FixedFont);
    QFile sheet(QStringLiteral(":/gui/theme/bourse.qss"));
    if (sheet.open(QIODevice::ReadOnly))
        m_sheetSource = QString::fromUtf8(sheet.readAll());
}

int Theme::px(double pixels) const
{
    return static_cast<int>(std::lround(pixels * m_scale));
}

QFont Theme::font(TextRole role) const
{
    const RoleRow row = roleRow(role);
    QFont font(role == TextRole::Mono ? m_monoFamily : m_family);
    // Qt 6.4 has no fractional pixel sizes; JetBrains Mono is wide, so its 12.5 is rounded down.
    font.setPixelSize(role == TextRole::Mono ? static_cast<int>(std::floor(row.pixels * m_scale))
                                             : px(row.pixels));
    font.setWeight(row.weight);
    // Large type looks loose at its natural spacing.
    if (role == TextRole::Figure || role == TextRole::Title)
        font.setLetterSpacing(QFont::AbsoluteSpacing, -0.02 * font.pixelSize());
    if (role == TextRole::Mono)
        font.setFixedPitch(true);
    font.setStyleStrategy(QFont::PreferAntialias);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

void Theme::setScheme(Scheme scheme)
{
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    apply();
}

void Theme::setScale(double scale)
{
    scale = qBound(minScale, scale, maxScale);
    if (qFuzzyCompare(scale, m_scale))
        return;
    m_scale = scale;
    apply();
}

void Theme::load(QApplication &)
{
    const QSettings settings = userSettings();
    m_scheme = settings.value(QStringLiteral("appearance/scheme")).toString() == u"dark" ? Scheme::Dark
                                                                                         : Scheme::Light;
    bool isNumber = false;
    const double scale = settings.value(QStringLiteral("appearance/scale"), 1.0).toDouble(&isNumber);
    m_scale = isNumber && std::isfinite(scale) ? qBound(minScale, scale, maxScale) : 1.0;
    if (!m_applied)
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    m_applied = true;
    apply();
}

void Theme::save() const
{
    QSettings settings = userSettings();
    settings.setValue(QStringLiteral("appearance/scheme"),
                      m_scheme == Scheme::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
    settings.setValue(QStringLiteral("appearance/scale"), m_scale);
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) {
        palette.setColor(role, color(token));
    };
    set(QPalette::Window, Token::Window);
    set(QPalette::WindowText, Token::Text);
    set(QPalette::Base, Token::Surface);
    set(QPalette::AlternateBase, Token::Raised);
    set(QPalette::Text, Token::Text);
    set(QPalette::Button, Token::Surface);
    set(QPalette::ButtonText, Token::Text);
    set(QPalette::BrightText, Token::Bad);
    set(QPalette::Highlight, Token::Selection);
    set(QPalette::HighlightedText, Token::Text);
    set(QPalette::Link, Token::AccentText);
    set(QPalette::LinkVisited, Token::AccentText);
    set(QPalette::PlaceholderText, Token::Muted);
    set(QPalette::ToolTipBase, Token::Surface);
    set(QPalette::ToolTipText, Token::Text);
    set(QPalette::Light, Token::Raised);
    set(QPalette::Midlight, Token::Hairline);
    set(QPalette::Mid, Token::Hairline);
    set(QPalette::Dark, Token::Border);
    palette.setColor(QPalette::Shadow,
                     m_scheme == Scheme::Light ? QColor(0x1A, 0x1F, 0x28) : QColor(0, 0, 0));
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, color(Token::Muted));
    return palette;
}

QString Theme::styleSheet() const
{
    static const QRegularExpression placeholder(QStringLiteral("@([a-z0-9-]+)"));
    QHash<QString, QString> values;
    for (int i = 0; i < static_cast<int>(Token::Count); ++i)
        values.insert(tokenName(static_cast<Token>(i)), color(static_cast<Token>(i)).name());
    // What the sheet can only name as a file exists once per scheme.
    values.insert(QStringLiteral("scheme"),
                  m_scheme == Scheme::Light ? QStringLiteral("light") : QStringLiteral("dark"));
    // Sizes: "@px-12" is 12 pixels at the user's scale.
    QString result;
    result.reserve(m_sheetSource.size() * 2);
    qsizetype from = 0;
    auto matches = placeholder.globalMatch(m_sheetSource);
    while (matches.hasNext()) {
        const auto match = matches.next();
        result += QStringView(m_sheetSource).mid(from, match.capturedStart() - from);
        from = match.capturedEnd();
        const QString name = match.captured(1);
        if (name.startsWith(u"px-"))
            result += u"%1px"_qs.arg(px(QStringView(name).mid(3).toDouble()));
        else
            result += values.value(name, match.captured());
    }
    result += QStringView(m_sheetSource).mid(from);
    return result;
}

void Theme::apply()
{
    clearIconCache();
    if (m_applied && qApp) {
        QApplication::setPalette(palette());
        QApplication::setFont(font(TextRole::Body));
        qApp->setStyleSheet(styleSheet());
    }
    Q_EMIT changed();
}

} // namespace bourse::gui
