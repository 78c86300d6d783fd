#pragma once
// Everything that is logged while one of these lives, so that a test can look for what must not be there.
#include <QByteArray>
#include <QMutex>
#include <QMutexLocker>
#include <QString>
#include <QtGlobal>

namespace bourse::test {

/// One at a time in a process. Messages go on to the handler that was there before.
class KeptLog {
  public:
    KeptLog() { s_before = qInstallMessageHandler(keep); }
    ~KeptLog() { qInstallMessageHandler(s_before); }
    Q_DISABLE_COPY_MOVE(KeptLog)
    QByteArray text() const
    {
        QMutexLocker lock(&s_mutex);
        return s_text;
    }

  private:
    static void keep(QtMsgType type, const QMessageLogContext &context, const QString &text)
    {
        {
            QMutexLocker lock(&s_mutex);
            s_text += text.toUtf8() + '\n';
        }
        s_before(type, context, text);
    }
    static inline QMutex s_mutex;
    static inline QByteArray s_text;
    static inline QtMessageHandler s_before = nullptr;
};

} // namespace bourse::test
