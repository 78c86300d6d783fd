#include "gui/integrations/secretsdialog.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/integrationcalls.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include "gui/widgets/toast.h"
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {
namespace {

constexpr qint64 kLargestSecret = 64 << 10;

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

} // namespace

void SecretModel::setNames(QVector<QString> names)
{
    beginResetModel();
    m_names = std::move(names);
    endResetModel();
}

void SecretModel::setStored(std::optional<QVector<QString>> stored)
{
    m_stored = std::move(stored);
    if (!m_names.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 1));
}

std::optional<bool> SecretModel::isSet(const QString &name) const
{
    return m_stored ? std::optional(m_stored->contains(name)) : std::nullopt;
}

int SecretModel::missing() const
{
    return m_stored ? static_cast<int>(
                          std::count_if(m_names.begin(), m_names.end(),
                                        [this](const QString &name) { return !m_stored->contains(name); }))
                    : 0;
}

int SecretModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_names.size());
}

int SecretModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant SecretModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_names.size())
        return {};
    Cell cell;
    if (index.column() == 0) {
        cell = textCell(m_names[index.row()], Token::Text, TextRole::Mono);
    } else {
        const std::optional<bool> set = isSet(m_names[index.row()]);
        cell = chipCell(!set   ? ChipLook{QStringLiteral("question"), domain::Chip::Received, tr("Not known")}
                        : *set ? ChipLook{QStringLiteral("check"), domain::Chip::Sold, tr("Set")}
                               : ChipLook{QStringLiteral("alert"), domain::Chip::Pending, tr("Not set")});
    }
    return cellData(cell, role);
}

QVariant SecretModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? QVariant(section == 0 ? tr("Name") : tr("Value")) : QVariant();
}

SecretsDialog::SecretsDialog(SecretCalls calls, QVector<QString> names, QWidget *parent)
    : QDialog(parent), m_calls(std::move(calls)), m_model(new SecretModel(this)),
      m_view(new TableView(rowNormal)),
      m_place(makeLabel(QString(), LabelRole::Secondary, QStringLiteral("secretPlace"))),
      m_name(makeLabel(QString(), LabelRole::Section, QStringLiteral("secretName"))), m_value(new QLineEdit),
      m_set(makeButton(tr("Set"), QString(), ButtonKind::Primary, QStringLiteral("secretSet"))),
      m_file(makeButton(tr("From a file…"), QString(), ButtonKind::Plain, QStringLiteral("secretFile"))),
      m_remove(makeButton(tr("Remove"), QStringLiteral("trash"), ButtonKind::Plain,
                          QStringLiteral("secretRemove"))),
      m_reveal(makeButton(tr("Hold to look at it"), QStringLiteral("eye"), ButtonKind::Plain,
                          QStringLiteral("secretReveal"))),
      m_shown(makeLabel(QString(), LabelRole::Plain, QStringLiteral("secretShown"))),
      m_problem(makeLabel(QString(), LabelRole::Plain, QStringLiteral("secretProblem")))
{
    setObjectName(QStringLiteral("secretsDialog"));
    installHelp(this, QStringLiteral("secrets"));
    setWindowTitle(tr("Secrets of this integration"));
    resizeWithin(this, {560, 480});
    m_place->setWordWrap(true);
    showPlace();
    m_view->setObjectName(QStringLiteral("secretsTable"));
    m_view->setAccessibleName(tr("Secrets by name"));
    m_view->setModel(m_model);
    m_view->setColumnWidths({340, 130});
    m_view->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_model->setNames(std::move(names));
    m_value->setObjectName(QStringLiteral("secretValue"));
    m_value->setAccessibleName(tr("New value"));
    m_value->setEchoMode(QLineEdit::Password);
    m_value->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                                 Qt::ImhNoAutoUppercase);
    m_value->setMaxLength(static_cast<int>(kLargestSecret));
    m_value->setPlaceholderText(tr("Type or paste the value"));
    m_shown->setFont(theme().font(TextRole::Mono));
    m_shown->setTextInteractionFlags(Qt::NoTextInteraction);
    m_shown->setTextFormat(Qt::PlainText);
    m_shown->setWordWrap(true);
    m_shown->setMinimumHeight(theme().px(36));
    // screen readers read a label's text; what is looked at is not said aloud
    m_shown->setAccessibleName(tr("The value, while the button is held"));
    m_shown->setAccessibleDescription(QString());
    m_problem->setProperty("tone", QStringLiteral("bad"));
    m_problem->setWordWrap(true);

    auto *frame = new QFrame;
    frame->setProperty("card", true);
    auto *frameLayout = new QVBoxLayout(frame);
    frameLayout->setContentsMargins(1, 1, 1, 1);
    frameLayout->addWidget(m_view);
    auto *entry = new QHBoxLayout;
    entry->setSpacing(8);
    entry->addWidget(m_value, 1);
    entry->addWidget(m_file);
    entry->addWidget(m_set);
    auto *acts = new QHBoxLayout;
    acts->setSpacing(8);
    acts->addWidget(m_reveal);
    acts->addWidget(m_remove);
    acts->addStretch(1);
    auto *close = makeButton(tr("Close"), QString(), ButtonKind::Plain, QStringLiteral("secretsClose"));
    auto *last = new QHBoxLayout;
    last->addWidget(m_problem, 1);
    last->addWidget(close);
    for (QPushButton *button : {m_file, m_remove, m_reveal, close, m_set})
        button->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_place);
    layout->addWidget(frame, 1);
    layout->addWidget(m_name);
    layout->addLayout(entry);
    layout->addLayout(acts);
    layout->addWidget(m_shown);
    layout->addLayout(last);

    m_placeTimer.setInterval(1000);
    connect(&m_placeTimer, &QTimer::timeout, this, [this] {
        if (place().isEmpty())
            return;
        m_placeTimer.stop();
        m_problem->clear();
        showPlace();
        load();
        showCurrent();
    });
    if (place().isEmpty())
        m_placeTimer.start();
    m_hideTimer.setSingleShot(true);
    m_hideTimer.setInterval(revealMs);
    connect(&m_hideTimer, &QTimer::timeout, this, &SecretsDialog::hideValue);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_set, &QPushButton::clicked, this, &SecretsDialog::set);
    connect(m_value, &QLineEdit::returnPressed, this, &SecretsDialog::set);
    connect(m_value, &QLineEdit::textChanged, this, &SecretsDialog::showCurrent);
    connect(m_file, &QPushButton::clicked, this, &SecretsDialog::setFromFile);
    connect(m_remove, &QPushButton::clicked, this, &SecretsDialog::remove);
    connect(m_reveal, &QPushButton::pressed, this, &SecretsDialog::reveal);
    connect(m_reveal, &QPushButton::released, this, &SecretsDialog::hideValue);
    m_reveal->installEventFilter(this);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        m_value->clear();
        hideValue();
        showCurrent();
    });
    connect(m_view, &TableView::rowActivated, this, [this] { m_value->setFocus(); });
    if (m_model->rowCount() > 0)
        m_view->setCurrentIndex(m_model->index(0, 0));
    showCurrent();
    // the value is what one comes for; the table has the names
    (m_value->isEnabled() ? static_cast<QWidget *>(m_value) : m_view)->setFocus();
    load();
}

SecretsDialog::~SecretsDialog()
{
    m_value->clear();
    m_shown->clear();
}

QString SecretsDialog::current() const
{
    return m_model->nameAt(m_view->currentIndex().row());
}

void SecretsDialog::showPlace()
{
    const QString where = place();
    m_place->setText(
        where.isEmpty()
            ? tr("The market is not running, so nothing can be stored now. What you type stays in "
                 "this window; set it when the market runs again.")
            : tr("Their values are kept in %1, not in the integration. Documents, exports, previews "
                 "and logs only have their names.")
                  .arg(where));
}

void SecretsDialog::load()
{
    if (place().isEmpty() || !m_calls.stored || m_model->rowCount() == 0)
        return;
    QVector<QString> names;
    for (int i = 0; i < m_model->rowCount(); ++i)
        names.append(m_model->nameAt(i));
    whenDone(this, m_calls.stored(names), [this](const Result<QVector<QString>> &stored) {
        if (stored)
            m_model->setStored(*stored);
        else
            refuse(tr("It could not be read which are set: %1").arg(qt(stored.error().message)));
        showCurrent();
    });
}

void SecretsDialog::showCurrent()
{
    const QString name = current();
    const bool can = !name.isEmpty() && !place().isEmpty();
    const bool isSet = m_model->isSet(name).value_or(false);
    m_name->setText(name.isEmpty() ? tr("This integration names no secret") : name);
    m_value->setEnabled(!name.isEmpty());
    m_file->setEnabled(can);
    m_set->setEnabled(can && !m_value->text().isEmpty());
    m_set->setText(isSet ? tr("Replace") : tr("Set"));
    m_remove->setEnabled(can && isSet);
    m_reveal->setEnabled(can && isSet && m_calls.reveal);
}

void SecretsDialog::refuse(const QString &why)
{
    m_problem->setText(why);
}

void SecretsDialog::keep(const QString &name, Secret value)
{
    m_problem->clear();
    hideValue();
    whenDone(this, m_calls.set(name, std::move(value)), [this, name](const Result<std::monostate> &done) {
        if (!done) {
            refuse(tr("%1 could not be stored: %2 What you typed is still in the field.")
                       .arg(name, qt(done.error().message)));
            return;
        }
        if (name == current())
            m_value->clear();
        load();
        Q_EMIT changed();
        // on to the next that is wanted
        for (int i = 0; i < m_model->rowCount(); ++i)
            if (m_model->nameAt(i) != name && m_model->isSet(m_model->nameAt(i)) == std::optional(false)) {
                m_view->setCurrentIndex(m_model->index(i, 0));
                m_value->setFocus();
                break;
            }
    });
}

void SecretsDialog::set()
{
    const QString name = current();
    if (name.isEmpty() || m_value->text().isEmpty() || !m_calls.set)
        return;
    if (place().isEmpty()) {
        refuse(tr(
            "The market is not running. What you typed is still in the field; set it when it runs again."));
        return;
    }
    // a line break or a blank at the end comes from copying, never from the buyer
    Secret value(m_value->text().trimmed().toStdString());
    // the field keeps it until it is known to be stored
    if (value.isEmpty()) {
        m_value->clear();
        refuse(tr("A value of blanks only is no secret."));
        return;
    }
    keep(name, std::move(value));
}

void SecretsDialog::setFromFile()
{
    auto *dialog = new QFileDialog(this, tr("Value of %1 from a file").arg(current()));
    dialog->setObjectName(QStringLiteral("secretFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, name = current()](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestSecret || file.size() == 0) {
            refuse(tr("The file could not be read, is empty, or is larger than 64 KB."));
            return;
        }
        keep(name, Secret(file.readAll().toStdString()));
    });
    dialog->open();
}

void SecretsDialog::remove()
{
    const QString name = current();
    m_problem->clear();
    hideValue();
    if (m_remove->property("armed").toString() != name) {
        // a value cannot be brought back: asked once more, on the button itself
        m_remove->setProperty("armed", name);
        m_remove->setText(tr("Remove for good?"));
        QTimer::singleShot(4000, m_remove, [this] {
            m_remove->setProperty("armed", QString());
            m_remove->setText(tr("Remove"));
        });
        return;
    }
    m_remove->setProperty("armed", QString());
    m_remove->setText(tr("Remove"));
    whenDone(this, m_calls.remove(name), [this, name](const Result<std::monostate> &done) {
        if (!done)
            refuse(tr("%1 could not be removed: %2").arg(name, qt(done.error().message)));
        load();
        Q_EMIT changed();
    });
}

void SecretsDialog::reveal()
{
    const QString name = current();
    m_problem->clear();
    m_held = true;
    const int look = ++m_look;
    whenDone(this, m_calls.reveal(name), [this, name, look](const Result<Secret> &value) {
        if (!m_held || look != m_look)
            return; // let go before it came
        if (!value) {
            refuse(tr("%1 could not be shown: %2").arg(name, qt(value.error().message)));
            return;
        }
        m_shown->setText(
            QString::fromUtf8(value->reveal().data(), static_cast<qsizetype>(value->reveal().size())));
        m_hideTimer.start();
    });
}

void SecretsDialog::hideValue()
{
    m_held = false;
    m_hideTimer.stop();
    m_shown->clear();
}

bool SecretsDialog::event(QEvent *event)
{
    if (event->type() == QEvent::WindowDeactivate || event->type() == QEvent::Hide)
        hideValue();
    return QDialog::event(event);
}

bool SecretsDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_reveal && event->type() == QEvent::FocusOut)
        hideValue();
    return QDialog::eventFilter(watched, event);
}

} // namespace bourse::gui
