<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Chip</name>
    <message>
        <source>Received</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Verkauft</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Time-out</source>
        <translation>Zu spät</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dublette</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Unsold</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Suppressed</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Validating</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Angeboten</translation>
    </message>
    <message>
        <source>Posting</source>
        <translation>Im Post</translation>
    </message>
    <message>
        <source>Converted</source>
        <translation>Konvertiert</translation>
    </message>
    <message>
        <source>Erased</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Sendet</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>Gebot</translation>
    </message>
    <message>
        <source>No bid</source>
        <translation>Kein Gebot</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Cap reached</source>
        <translation>Grenze erreicht</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>Unrecognised</source>
        <translation>Nicht erkannt</translation>
    </message>
</context>
<context>
    <name>Computed</name>
    <message>
        <source>Our lead id</source>
        <translation>Unsere Kennung des Leads</translation>
    </message>
    <message>
        <source>Id of this request</source>
        <translation>Kennung dieser Anfrage</translation>
    </message>
    <message>
        <source>Lead source</source>
        <translation>Quelle des Leads</translation>
    </message>
    <message>
        <source>When the lead was received, UTC</source>
        <translation>Wann der Lead kam, UTC</translation>
    </message>
    <message>
        <source>Floor price</source>
        <translation>Mindestpreis</translation>
    </message>
    <message>
        <source>Time to answer, ms</source>
        <translation>Zeit zum Antworten, ms</translation>
    </message>
    <message>
        <source>Time to answer, s</source>
        <translation>Zeit zum Antworten, s</translation>
    </message>
    <message>
        <source>UTC time</source>
        <translation>Zeit in UTC</translation>
    </message>
    <message>
        <source>Unix time, s</source>
        <translation>Unix-Zeit, s</translation>
    </message>
    <message>
        <source>Unix time, ms</source>
        <translation>Unix-Zeit, ms</translation>
    </message>
    <message>
        <source>UUID</source>
        <translation>UUID</translation>
    </message>
    <message>
        <source>Nonce</source>
        <translation>Nonce</translation>
    </message>
    <message>
        <source>Sequence number</source>
        <translation>Laufende Nummer</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Item&apos;s number from 0</source>
        <translation>Nummer des Eintrags ab 0</translation>
    </message>
    <message>
        <source>Item&apos;s number from 1</source>
        <translation>Nummer des Eintrags ab 1</translation>
    </message>
    <message>
        <source>Number of items</source>
        <translation>Anzahl der Einträge</translation>
    </message>
    <message>
        <source>Item&apos;s number in its own list</source>
        <translation>Nummer des Eintrags in seiner Liste</translation>
    </message>
    <message>
        <source>The value itself</source>
        <translation>Der Wert selbst</translation>
    </message>
    <message>
        <source>Request method</source>
        <translation>Methode der Anfrage</translation>
    </message>
    <message>
        <source>Request path</source>
        <translation>Pfad der Anfrage</translation>
    </message>
    <message>
        <source>Request query</source>
        <translation>Abfrage der Anfrage</translation>
    </message>
    <message>
        <source>Request host</source>
        <translation>Host der Anfrage</translation>
    </message>
    <message>
        <source>Request body</source>
        <translation>Rumpf der Anfrage</translation>
    </message>
</context>
<context>
    <name>Conditions</name>
    <message>
        <source>is there</source>
        <translation>ist vorhanden</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>ist leer</translation>
    </message>
    <message>
        <source>is not empty</source>
        <translation>ist nicht leer</translation>
    </message>
    <message>
        <source>equals</source>
        <translation>ist gleich</translation>
    </message>
    <message>
        <source>does not equal</source>
        <translation>ist nicht gleich</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>enthält</translation>
    </message>
    <message>
        <source>starts with</source>
        <translation>beginnt mit</translation>
    </message>
    <message>
        <source>ends with</source>
        <translation>endet mit</translation>
    </message>
    <message>
        <source>matches the pattern</source>
        <translation>passt auf das Muster</translation>
    </message>
    <message>
        <source>is one of</source>
        <translation>ist eines von</translation>
    </message>
    <message>
        <source>is more than</source>
        <translation>ist mehr als</translation>
    </message>
    <message>
        <source>is at least</source>
        <translation>ist mindestens</translation>
    </message>
    <message>
        <source>is less than</source>
        <translation>ist weniger als</translation>
    </message>
    <message>
        <source>is at most</source>
        <translation>ist höchstens</translation>
    </message>
</context>
<context>
    <name>ImportText</name>
    <message>
        <source>This word of the recorded answer was taken as “%1”; check the rule.</source>
        <translation>Dieses Wort der aufgezeichneten Antwort wurde als „%1“ verstanden; prüfen Sie die Regel.</translation>
    </message>
    <message>
        <source>A status of 400 and above that no other rule reads.</source>
        <translation>Ein Status von 400 und darüber, den keine andere Regel liest.</translation>
    </message>
    <message>
        <source>It has the same name as “%1”.</source>
        <translation>Es heißt genauso wie „%1“.</translation>
    </message>
    <message>
        <source>It is another name for “%1”.</source>
        <translation>Es ist ein anderer Name für „%1“.</translation>
    </message>
    <message>
        <source>With its group&apos;s name it is another name for “%1”.</source>
        <translation>Mit dem Namen seiner Gruppe ist es ein anderer Name für „%1“.</translation>
    </message>
    <message>
        <source>Its name has words in common with “%1”.</source>
        <translation>Sein Name hat Wörter mit „%1“ gemeinsam.</translation>
    </message>
    <message>
        <source>“lead id” may be Jornaya&apos;s LeadiD, or only a number of the lead.</source>
        <translation>„lead id“ kann Jornayas LeadiD sein oder nur eine Nummer des Leads.</translation>
    </message>
    <message>
        <source>The specification calls it “%1”.</source>
        <translation>Die Spezifikation nennt es „%1“.</translation>
    </message>
    <message>
        <source>Its description speaks of “%1”.</source>
        <translation>Seine Beschreibung spricht von „%1“.</translation>
    </message>
    <message>
        <source>The sample looks like “%1”.</source>
        <translation>Das Beispiel sieht aus wie „%1“.</translation>
    </message>
    <message>
        <source>The sample is a TrustedForm certificate.</source>
        <translation>Das Beispiel ist ein TrustedForm-Zertifikat.</translation>
    </message>
    <message>
        <source>The sample is a browser&apos;s user agent.</source>
        <translation>Das Beispiel ist die Kennung eines Browsers.</translation>
    </message>
    <message>
        <source>Its allowed values are those of “%1”.</source>
        <translation>Seine erlaubten Werte sind die von „%1“.</translation>
    </message>
    <message>
        <source>A switch for tests: it is sent only in the test environment.</source>
        <translation>Ein Schalter für Tests: Er wird nur in der Testumgebung gesendet.</translation>
    </message>
    <message>
        <source>The ping&apos;s answer gives this id.</source>
        <translation>Die Antwort des Pings gibt diese Kennung.</translation>
    </message>
    <message>
        <source>Its name asks for a fresh id in each request.</source>
        <translation>Sein Name verlangt in jeder Anfrage eine neue Kennung.</translation>
    </message>
    <message>
        <source>Its name asks for the time of the request.</source>
        <translation>Sein Name verlangt die Zeit der Anfrage.</translation>
    </message>
    <message>
        <source>The age follows from the date of birth.</source>
        <translation>Das Alter folgt aus dem Geburtsdatum.</translation>
    </message>
    <message>
        <source>It is personal, and a ping should not tell who the person is.</source>
        <translation>Es ist persönlich, und ein Ping soll nicht sagen, wer die Person ist.</translation>
    </message>
    <message>
        <source>It is first and last name in one text.</source>
        <translation>Es ist Vor- und Nachname in einem Text.</translation>
    </message>
    <message>
        <source>Its name is one of the buyer&apos;s settings; the sample&apos;s value is sent with each lead.</source>
        <translation>Sein Name ist eine Einstellung des Käufers; der Wert des Beispiels wird mit jedem Lead gesendet.</translation>
    </message>
    <message>
        <source>Its name is one of the buyer&apos;s settings; fill in the value that the buyer gave.</source>
        <translation>Sein Name ist eine Einstellung des Käufers; tragen Sie den Wert ein, den der Käufer gab.</translation>
    </message>
    <message>
        <source>No field of the vertical is like it.</source>
        <translation>Kein Feld der Branche gleicht ihm.</translation>
    </message>
    <message>
        <source>No field is like it for certain; the nearest is “%1”.</source>
        <translation>Kein Feld gleicht ihm sicher; das nächste ist „%1“.</translation>
    </message>
    <message>
        <source>It is nested deeper than a target can say.</source>
        <translation>Es ist tiefer geschachtelt, als ein Ziel sagen kann.</translation>
    </message>
    <message>
        <source>The name has characters that no target can hold.</source>
        <translation>Der Name hat Zeichen, die kein Ziel enthalten kann.</translation>
    </message>
    <message>
        <source>A list in a target has at most 1000 items.</source>
        <translation>Eine Liste in einem Ziel hat höchstens 1000 Einträge.</translation>
    </message>
    <message>
        <source>Text between elements of one element cannot be mapped.</source>
        <translation>Text zwischen den Elementen eines Elements lässt sich nicht zuordnen.</translation>
    </message>
    <message>
        <source>XML has one outermost element; this is a second.</source>
        <translation>XML hat ein äußerstes Element; dies ist ein zweites.</translation>
    </message>
    <message>
        <source>This is no strict JSON; comments, commas before a closing bracket, typographic quotes and bare variables were put right.</source>
        <translation>Das ist kein strenges JSON; Kommentare, Kommas vor einer schließenden Klammer, typografische Anführungszeichen und nackte Variablen wurden gerichtet.</translation>
    </message>
    <message>
        <source>The backslashes before the quotes were taken away.</source>
        <translation>Die Backslashes vor den Anführungszeichen wurden weggenommen.</translation>
    </message>
    <message>
        <source>The escapes are broken; the text was taken as it is.</source>
        <translation>Die Escapes sind zerbrochen; der Text wurde genommen, wie er ist.</translation>
    </message>
    <message>
        <source>A parameter without a name cannot be mapped.</source>
        <translation>Ein Parameter ohne Namen lässt sich nicht zuordnen.</translation>
    </message>
    <message>
        <source>The body is empty.</source>
        <translation>Der Rumpf ist leer.</translation>
    </message>
    <message>
        <source>The body is JSON though its content type says form; it will be sent as JSON.</source>
        <translation>Der Rumpf ist JSON, obwohl sein Inhaltstyp Formular sagt; er wird als JSON gesendet.</translation>
    </message>
    <message>
        <source>The body is neither JSON, XML nor a form; it is kept as a text template without places.</source>
        <translation>Der Rumpf ist weder JSON noch XML noch ein Formular; er bleibt als Textvorlage ohne Stellen erhalten.</translation>
    </message>
    <message>
        <source>What follows # in an address is never sent.</source>
        <translation>Was in einer Adresse auf # folgt, wird nie gesendet.</translation>
    </message>
    <message>
        <source>The address has no http:// or https://; https was taken.</source>
        <translation>Die Adresse hat kein http:// oder https://; https wurde genommen.</translation>
    </message>
    <message>
        <source>Only http and https are spoken; https was taken.</source>
        <translation>Nur http und https werden gesprochen; https wurde genommen.</translation>
    </message>
    <message>
        <source>This is no name of a header.</source>
        <translation>Das ist kein Name einer Kopfzeile.</translation>
    </message>
    <message>
        <source>The header&apos;s value has a control character.</source>
        <translation>Der Wert der Kopfzeile hat ein Steuerzeichen.</translation>
    </message>
    <message>
        <source>Bourse sets this header of the connection itself.</source>
        <translation>Bourse setzt diese Kopfzeile der Verbindung selbst.</translation>
    </message>
    <message>
        <source>A header of the browser or tool that the request was copied from; it is left out.</source>
        <translation>Eine Kopfzeile des Browsers oder Werkzeugs, aus dem die Anfrage kopiert wurde; sie bleibt weg.</translation>
    </message>
    <message>
        <source>The request proves itself twice; the header was taken.</source>
        <translation>Die Anfrage weist sich zweimal aus; die Kopfzeile wurde genommen.</translation>
    </message>
    <message>
        <source>The option needs a value, and there is none.</source>
        <translation>Die Option braucht einen Wert, und es gibt keinen.</translation>
    </message>
    <message>
        <source>curl does not take --option=value; it was read as if it did.</source>
        <translation>curl kennt kein --option=wert; es wurde gelesen, als täte es das.</translation>
    </message>
    <message>
        <source>A long option with one dash; two were meant.</source>
        <translation>Eine lange Option mit einem Strich; gemeint waren zwei.</translation>
    </message>
    <message>
        <source>This option of curl is not known here; it was left out.</source>
        <translation>Diese Option von curl ist hier nicht bekannt; sie blieb weg.</translation>
    </message>
    <message>
        <source>This is neither an option nor an address.</source>
        <translation>Das ist weder eine Option noch eine Adresse.</translation>
    </message>
    <message>
        <source>The value stands in a file, and files are not read; paste its text instead.</source>
        <translation>Der Wert steht in einer Datei, und Dateien werden nicht gelesen; fügen Sie ihren Text ein.</translation>
    </message>
    <message>
        <source>A header has a colon between name and value.</source>
        <translation>Eine Kopfzeile hat einen Doppelpunkt zwischen Name und Wert.</translation>
    </message>
    <message>
        <source>The command takes a header of curl&apos;s own away; it is not sent.</source>
        <translation>Der Befehl nimmt eine Kopfzeile weg, die curl selbst setzt; sie wird nicht gesendet.</translation>
    </message>
    <message>
        <source>A part without a name cannot be mapped.</source>
        <translation>Ein Teil ohne Namen lässt sich nicht zuordnen.</translation>
    </message>
    <message>
        <source>This attribute of a single part is not kept.</source>
        <translation>Dieses Attribut eines einzelnen Teils wird nicht behalten.</translation>
    </message>
    <message>
        <source>curl would ask for the password; set it as a secret.</source>
        <translation>curl würde nach dem Passwort fragen; setzen Sie es als Geheimnis.</translation>
    </message>
    <message>
        <source>Redirects are never followed.</source>
        <translation>Weiterleitungen wird nie gefolgt.</translation>
    </message>
    <message>
        <source>The command does not check the server&apos;s certificate; Bourse always does, or pins the key.</source>
        <translation>Der Befehl prüft das Zertifikat des Servers nicht; Bourse tut es immer oder legt den Schlüssel fest.</translation>
    </message>
    <message>
        <source>The answer is asked for uncompressed.</source>
        <translation>Die Antwort wird unkomprimiert verlangt.</translation>
    </message>
    <message>
        <source>A proxy is a setting of the machine, not of an integration.</source>
        <translation>Ein Proxy ist eine Einstellung des Rechners, nicht einer Integration.</translation>
    </message>
    <message>
        <source>Further options stand in a file, and files are not read; paste its text instead.</source>
        <translation>Weitere Optionen stehen in einer Datei, und Dateien werden nicht gelesen; fügen Sie ihren Text ein.</translation>
    </message>
    <message>
        <source>This option is about curl itself, not about the request.</source>
        <translation>Diese Option betrifft curl selbst, nicht die Anfrage.</translation>
    </message>
    <message>
        <source>An integration cannot say this; it was left out.</source>
        <translation>Eine Integration kann das nicht sagen; es blieb weg.</translation>
    </message>
    <message>
        <source>A time limit is at most ten minutes.</source>
        <translation>Eine Zeitgrenze ist höchstens zehn Minuten.</translation>
    </message>
    <message>
        <source>Only the total time is limited, not that of connecting.</source>
        <translation>Nur die Gesamtzeit ist begrenzt, nicht die des Verbindens.</translation>
    </message>
    <message>
        <source>A certificate or key stands in a file, and files are not read; its text goes into the secret.</source>
        <translation>Ein Zertifikat oder Schlüssel steht in einer Datei, und Dateien werden nicht gelesen; sein Text kommt in das Geheimnis.</translation>
    </message>
    <message>
        <source>Only the signature of AWS itself is known.</source>
        <translation>Nur die Signatur von AWS selbst ist bekannt.</translation>
    </message>
    <message>
        <source>The command names no address.</source>
        <translation>Der Befehl nennt keine Adresse.</translation>
    </message>
    <message>
        <source>A request has one body: -F was taken, -d left out.</source>
        <translation>Eine Anfrage hat einen Rumpf: -F wurde genommen, -d blieb weg.</translation>
    </message>
    <message>
        <source>There is nothing to build an integration of.</source>
        <translation>Es gibt nichts, woraus eine Integration werden könnte.</translation>
    </message>
    <message>
        <source>Imported integration</source>
        <translation>Importierte Integration</translation>
    </message>
    <message>
        <source>No address is known; fill in the variable “host” or the endpoint.</source>
        <translation>Keine Adresse ist bekannt; füllen Sie die Variable „host“ oder den Endpunkt aus.</translation>
    </message>
    <message>
        <source>The address looks like a test environment; the live one is still to be set.</source>
        <translation>Die Adresse sieht nach einer Testumgebung aus; die Live-Adresse ist noch zu setzen.</translation>
    </message>
    <message>
        <source>Only one address is known; it is used for test and live.</source>
        <translation>Nur eine Adresse ist bekannt; sie wird für Test und Live verwendet.</translation>
    </message>
    <message>
        <source>This is no address of a server.</source>
        <translation>Das ist keine Adresse eines Servers.</translation>
    </message>
    <message>
        <source>There is a request for a token, so this one carries what it answers.</source>
        <translation>Es gibt eine Anfrage nach einem Token; diese trägt, was sie antwortet.</translation>
    </message>
    <message>
        <source>This way of proving who one is was read, but must be set by hand.</source>
        <translation>Diese Art, sich auszuweisen, wurde gelesen, muss aber von Hand gesetzt werden.</translation>
    </message>
    <message>
        <source>The connection shows a certificate: put it and its key into the secrets “client_certificate” and “client_key”.</source>
        <translation>Die Verbindung zeigt ein Zertifikat: Legen Sie es und seinen Schlüssel in die Geheimnisse „client_certificate“ und „client_key“.</translation>
    </message>
    <message>
        <source>A recorded answer of an earlier step has a member of this name.</source>
        <translation>Eine aufgezeichnete Antwort eines früheren Schritts hat ein Mitglied dieses Namens.</translation>
    </message>
    <message>
        <source>The text itself has a variable here.</source>
        <translation>Der Text selbst hat hier eine Variable.</translation>
    </message>
    <message>
        <source>Without a vertical nothing is mapped: the sample&apos;s value is sent.</source>
        <translation>Ohne Branche wird nichts zugeordnet: Der Wert des Beispiels wird gesendet.</translation>
    </message>
    <message>
        <source>The sample has an empty list or group here.</source>
        <translation>Das Beispiel hat hier eine leere Liste oder Gruppe.</translation>
    </message>
    <message>
        <source>Chosen by hand.</source>
        <translation>Von Hand gewählt.</translation>
    </message>
    <message>
        <source>Not mapped yet.</source>
        <translation>Noch nicht zugeordnet.</translation>
    </message>
    <message>
        <source>The table names this field twice; the first is taken.</source>
        <translation>Die Tabelle nennt dieses Feld zweimal; das erste wird genommen.</translation>
    </message>
    <message>
        <source>The specification names this field, the sample has no place for it.</source>
        <translation>Die Spezifikation nennt dieses Feld, das Beispiel hat keinen Platz dafür.</translation>
    </message>
    <message>
        <source>required: %1</source>
        <translation>Pflicht: %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>default %1</source>
        <translation>Vorgabe %1</translation>
    </message>
    <message>
        <source>example %1</source>
        <translation>Beispiel %1</translation>
    </message>
    <message>
        <source>The recording has no list of entries.</source>
        <translation>Die Aufzeichnung hat keine Liste von Einträgen.</translation>
    </message>
    <message>
        <source>The recording has only pages and pictures, no call.</source>
        <translation>Die Aufzeichnung hat nur Seiten und Bilder, keinen Aufruf.</translation>
    </message>
    <message>
        <source>A page, picture, script or preflight; it is no call to a buyer.</source>
        <translation>Eine Seite, ein Bild, Skript oder Preflight; es ist kein Aufruf eines Käufers.</translation>
    </message>
    <message>
        <source>The entry names no address.</source>
        <translation>Der Eintrag nennt keine Adresse.</translation>
    </message>
    <message>
        <source>The parts of this body are only there as raw text; they are not taken apart.</source>
        <translation>Die Teile dieses Rumpfs liegen nur als roher Text vor; sie werden nicht zerlegt.</translation>
    </message>
    <message>
        <source>The answer was recorded as Base64, so as something else than text; it is no sample.</source>
        <translation>Die Antwort wurde als Base64 aufgezeichnet, also nicht als Text; sie ist kein Beispiel.</translation>
    </message>
    <message>
        <source>%1 read, %2 not understood, %3 silently dropped</source>
        <translation>%1 gelesen, %2 nicht verstanden, %3 still fallen gelassen</translation>
    </message>
    <message>
        <source>The text is too large to be imported.</source>
        <translation>Der Text ist zu groß zum Importieren.</translation>
    </message>
    <message>
        <source>There is nothing to import.</source>
        <translation>Es gibt nichts zu importieren.</translation>
    </message>
    <message>
        <source>The text has a NUL character at byte %1; is it a binary file?</source>
        <translation>Der Text hat bei Byte %1 ein NUL-Zeichen; ist es eine Binärdatei?</translation>
    </message>
    <message>
        <source>The text is not valid UTF-8; save or copy it as UTF-8.</source>
        <translation>Der Text ist kein gültiges UTF-8; sichern oder kopieren Sie ihn als UTF-8.</translation>
    </message>
    <message>
        <source>Pasted sample</source>
        <translation>Eingefügtes Beispiel</translation>
    </message>
    <message>
        <source>The text is none of the kinds that can be imported.</source>
        <translation>Der Text ist keine der Arten, die importiert werden können.</translation>
    </message>
    <message>
        <source>An integration speaks GET, POST, PUT, PATCH and DELETE; %1 was taken.</source>
        <translation>Eine Integration spricht GET, POST, PUT, PATCH und DELETE; %1 wurde genommen.</translation>
    </message>
    <message>
        <source>Methods are written in capitals.</source>
        <translation>Methoden werden in Großbuchstaben geschrieben.</translation>
    </message>
    <message>
        <source>cURL command</source>
        <translation>cURL-Befehl</translation>
    </message>
    <message>
        <source>Postman collection</source>
        <translation>Postman-Sammlung</translation>
    </message>
    <message>
        <source>OpenAPI description</source>
        <translation>OpenAPI-Beschreibung</translation>
    </message>
    <message>
        <source>HAR recording</source>
        <translation>HAR-Aufzeichnung</translation>
    </message>
    <message>
        <source>HTTP request</source>
        <translation>HTTP-Anfrage</translation>
    </message>
    <message>
        <source>JSON sample</source>
        <translation>JSON-Beispiel</translation>
    </message>
    <message>
        <source>XML sample</source>
        <translation>XML-Beispiel</translation>
    </message>
    <message>
        <source>Form or query sample</source>
        <translation>Formular- oder Abfragebeispiel</translation>
    </message>
    <message>
        <source>Specification table</source>
        <translation>Spezifikationstabelle</translation>
    </message>
    <message>
        <source>Not recognised</source>
        <translation>Nicht erkannt</translation>
    </message>
    <message>
        <source>It names Postman&apos;s schema.</source>
        <translation>Es nennt das Schema von Postman.</translation>
    </message>
    <message>
        <source>It has the members of a Postman collection.</source>
        <translation>Es hat die Mitglieder einer Postman-Sammlung.</translation>
    </message>
    <message>
        <source>It names OpenAPI and has paths.</source>
        <translation>Es nennt OpenAPI und hat Pfade.</translation>
    </message>
    <message>
        <source>It has a log with entries.</source>
        <translation>Es hat ein Protokoll mit Einträgen.</translation>
    </message>
    <message>
        <source>It begins like JSON.</source>
        <translation>Es beginnt wie JSON.</translation>
    </message>
    <message>
        <source>It has an HTML table.</source>
        <translation>Es hat eine HTML-Tabelle.</translation>
    </message>
    <message>
        <source>It begins like XML.</source>
        <translation>Es beginnt wie XML.</translation>
    </message>
    <message>
        <source>It begins like OpenAPI in YAML.</source>
        <translation>Es beginnt wie OpenAPI in YAML.</translation>
    </message>
    <message>
        <source>It looks like OpenAPI in YAML.</source>
        <translation>Es sieht aus wie OpenAPI in YAML.</translation>
    </message>
    <message>
        <source>It calls curl.</source>
        <translation>Es ruft curl auf.</translation>
    </message>
    <message>
        <source>It begins like an HTTP request.</source>
        <translation>Es beginnt wie eine HTTP-Anfrage.</translation>
    </message>
    <message>
        <source>It is an address.</source>
        <translation>Es ist eine Adresse.</translation>
    </message>
    <message>
        <source>It is name=value pairs.</source>
        <translation>Es sind Paare name=wert.</translation>
    </message>
    <message>
        <source>Each line is a name and a value.</source>
        <translation>Jede Zeile ist ein Name und ein Wert.</translation>
    </message>
    <message>
        <source>Its lines fall into the same columns.</source>
        <translation>Seine Zeilen fallen in dieselben Spalten.</translation>
    </message>
    <message>
        <source>The text has more values or requests than an import takes.</source>
        <translation>Der Text hat mehr Werte oder Anfragen, als ein Import nimmt.</translation>
    </message>
    <message>
        <source>Bookkeeping of the tool that wrote the file; it is not part of a request.</source>
        <translation>Buchführung des Werkzeugs, das die Datei schrieb; sie ist kein Teil einer Anfrage.</translation>
    </message>
    <message>
        <source>Nothing here knows what to do with this part.</source>
        <translation>Nichts hier weiß mit diesem Teil etwas anzufangen.</translation>
    </message>
    <message>
        <source>This is Swagger 2; convert it to OpenAPI 3.</source>
        <translation>Das ist Swagger 2; wandeln Sie es in OpenAPI 3 um.</translation>
    </message>
    <message>
        <source>The description has no paths.</source>
        <translation>Die Beschreibung hat keine Pfade.</translation>
    </message>
    <message>
        <source>The description has no operation.</source>
        <translation>Die Beschreibung hat keine Operation.</translation>
    </message>
    <message>
        <source>No operation that was read refers to it.</source>
        <translation>Keine gelesene Operation verweist darauf.</translation>
    </message>
    <message>
        <source>References to other files are not followed.</source>
        <translation>Verweisen auf andere Dateien wird nicht gefolgt.</translation>
    </message>
    <message>
        <source>The reference leads nowhere.</source>
        <translation>Der Verweis führt nirgendwohin.</translation>
    </message>
    <message>
        <source>The description names several servers; the first was taken.</source>
        <translation>Die Beschreibung nennt mehrere Server; der erste wurde genommen.</translation>
    </message>
    <message>
        <source>The variable “%1” of the address has its default value.</source>
        <translation>Die Variable „%1“ der Adresse hat ihren Vorgabewert.</translation>
    </message>
    <message>
        <source>Cookies are not mapped.</source>
        <translation>Cookies werden nicht zugeordnet.</translation>
    </message>
    <message>
        <source>The parameter is named twice.</source>
        <translation>Der Parameter ist zweimal genannt.</translation>
    </message>
    <message>
        <source>OpenAPI itself gives this parameter no meaning.</source>
        <translation>OpenAPI selbst gibt diesem Parameter keine Bedeutung.</translation>
    </message>
    <message>
        <source>The schema contains itself; one level was taken.</source>
        <translation>Das Schema enthält sich selbst; eine Ebene wurde genommen.</translation>
    </message>
    <message>
        <source>The schema allows several variants; the first was taken.</source>
        <translation>Das Schema erlaubt mehrere Varianten; die erste wurde genommen.</translation>
    </message>
    <message>
        <source>A body without members cannot be mapped.</source>
        <translation>Ein Rumpf ohne Mitglieder lässt sich nicht zuordnen.</translation>
    </message>
    <message>
        <source>The body may also be sent in this format; %1 was taken.</source>
        <translation>Der Rumpf darf auch in diesem Format gesendet werden; %1 wurde genommen.</translation>
    </message>
    <message>
        <source>Bodies of this type are not mapped.</source>
        <translation>Rümpfe dieses Typs werden nicht zugeordnet.</translation>
    </message>
    <message>
        <source>There are several ways to prove who one is; the first was taken.</source>
        <translation>Es gibt mehrere Arten, sich auszuweisen; die erste wurde genommen.</translation>
    </message>
    <message>
        <source>The security scheme is not described.</source>
        <translation>Das Sicherheitsschema ist nicht beschrieben.</translation>
    </message>
    <message>
        <source>A description; it is not part of a request.</source>
        <translation>Eine Beschreibung; sie ist kein Teil einer Anfrage.</translation>
    </message>
    <message>
        <source>This is a Postman collection of version 1; export it as 2.1.</source>
        <translation>Das ist eine Postman-Sammlung der Version 1; exportieren Sie sie als 2.1.</translation>
    </message>
    <message>
        <source>The collection has no list “item”.</source>
        <translation>Die Sammlung hat keine Liste „item“.</translation>
    </message>
    <message>
        <source>The collection has no request.</source>
        <translation>Die Sammlung hat keine Anfrage.</translation>
    </message>
    <message>
        <source>It is switched off in the collection and was left out.</source>
        <translation>Es ist in der Sammlung abgeschaltet und blieb weg.</translation>
    </message>
    <message>
        <source>Scripts are not run; what they compute must be set by hand.</source>
        <translation>Skripte werden nicht ausgeführt; was sie berechnen, muss von Hand gesetzt werden.</translation>
    </message>
    <message>
        <source>The folders are nested too deeply.</source>
        <translation>Die Ordner sind zu tief geschachtelt.</translation>
    </message>
    <message>
        <source>The item has no request.</source>
        <translation>Der Eintrag hat keine Anfrage.</translation>
    </message>
    <message>
        <source>Only the grants of clients and passwords can run without a person; a fixed token was taken.</source>
        <translation>Nur die Verfahren für Clients und Passwörter laufen ohne eine Person; ein festes Token wurde genommen.</translation>
    </message>
    <message>
        <source>The body stands in a file, and files are not read; paste its text instead.</source>
        <translation>Der Rumpf steht in einer Datei, und Dateien werden nicht gelesen; fügen Sie ihren Text ein.</translation>
    </message>
    <message>
        <source>GraphQL bodies are not imported; paste the request&apos;s JSON.</source>
        <translation>GraphQL-Rümpfe werden nicht importiert; fügen Sie das JSON der Anfrage ein.</translation>
    </message>
    <message>
        <source>The body has another mode; this part of it is not sent.</source>
        <translation>Der Rumpf hat eine andere Art; dieser Teil davon wird nicht gesendet.</translation>
    </message>
    <message>
        <source>The text gives this variable no value; it is a variable of the document, still empty.</source>
        <translation>Der Text gibt dieser Variable keinen Wert; sie ist eine Variable des Dokuments, noch leer.</translation>
    </message>
    <message>
        <source>This is the secret “%1”; its value is kept apart from the document.</source>
        <translation>Das ist das Geheimnis „%1“; sein Wert wird getrennt vom Dokument verwahrt.</translation>
    </message>
    <message>
        <source>A part of the path looks like a key: it is the secret “%1” now. Put it back if it is none.</source>
        <translation>Ein Teil des Pfads sieht wie ein Schlüssel aus: Er ist jetzt das Geheimnis „%1“. Setzen Sie ihn zurück, wenn er keiner ist.</translation>
    </message>
    <message>
        <source>This header of a recorded answer is left out of the sample.</source>
        <translation>Diese Kopfzeile einer aufgezeichneten Antwort bleibt aus dem Beispiel weg.</translation>
    </message>
    <message>
        <source>A secret in a recorded answer is replaced by an example.</source>
        <translation>Ein Geheimnis in einer aufgezeichneten Antwort ist durch ein Beispiel ersetzt.</translation>
    </message>
    <message>
        <source>A mark of Markdown.</source>
        <translation>Ein Zeichen von Markdown.</translation>
    </message>
    <message>
        <source>A comment.</source>
        <translation>Ein Kommentar.</translation>
    </message>
    <message>
        <source>This is no cURL command.</source>
        <translation>Das ist kein cURL-Befehl.</translation>
    </message>
    <message>
        <source>The value of this shell variable was put in where it is used.</source>
        <translation>Der Wert dieser Shell-Variable wurde eingesetzt, wo sie verwendet wird.</translation>
    </message>
    <message>
        <source>The next line begins with an option, so it was read as part of the same command though no mark joins them.</source>
        <translation>Die nächste Zeile beginnt mit einer Option; sie wurde als Teil desselben Befehls gelesen, obwohl kein Zeichen sie verbindet.</translation>
    </message>
    <message>
        <source>What becomes of the answer in the shell is not imported.</source>
        <translation>Was in der Shell aus der Antwort wird, wird nicht importiert.</translation>
    </message>
    <message>
        <source>Redirections of the shell are not imported.</source>
        <translation>Umleitungen der Shell werden nicht importiert.</translation>
    </message>
    <message>
        <source>An &amp; without quotes would end the command in a shell; it was read as part of the address.</source>
        <translation>Ein &amp; ohne Anführungszeichen würde den Befehl in einer Shell beenden; es wurde als Teil der Adresse gelesen.</translation>
    </message>
    <message>
        <source>A quotation mark has no partner; everything behind it was read as one text.</source>
        <translation>Ein Anführungszeichen hat kein Gegenstück; alles dahinter wurde als ein Text gelesen.</translation>
    </message>
    <message>
        <source>Typographic quotation marks were read as plain ones.</source>
        <translation>Typografische Anführungszeichen wurden als einfache gelesen.</translation>
    </message>
    <message>
        <source>What this command would print cannot be known; a variable stands for it.</source>
        <translation>Was dieser Befehl ausgäbe, lässt sich nicht wissen; eine Variable steht dafür.</translation>
    </message>
    <message>
        <source>There is already a request for the step “%1”; this one is kept aside and can be chosen instead.</source>
        <translation>Es gibt schon eine Anfrage für den Schritt „%1“; diese liegt bereit und kann stattdessen gewählt werden.</translation>
    </message>
    <message>
        <source>This text is not part of the table.</source>
        <translation>Dieser Text ist kein Teil der Tabelle.</translation>
    </message>
    <message>
        <source>The fields below belong to the step “%1”.</source>
        <translation>Die Felder darunter gehören zum Schritt „%1“.</translation>
    </message>
    <message>
        <source>A heading in the table.</source>
        <translation>Eine Überschrift in der Tabelle.</translation>
    </message>
    <message>
        <source>The table has no header that is known; its columns were told apart by what is in them.</source>
        <translation>Die Tabelle hat keinen bekannten Kopf; ihre Spalten wurden nach ihrem Inhalt unterschieden.</translation>
    </message>
    <message>
        <source>The row names no field.</source>
        <translation>Die Zeile nennt kein Feld.</translation>
    </message>
    <message>
        <source>The table sends this field in neither step.</source>
        <translation>Die Tabelle sendet dieses Feld in keinem Schritt.</translation>
    </message>
    <message>
        <source>The text does not fall into the columns of a table.</source>
        <translation>Der Text fällt nicht in die Spalten einer Tabelle.</translation>
    </message>
    <message>
        <source>The table names no field.</source>
        <translation>Die Tabelle nennt kein Feld.</translation>
    </message>
    <message>
        <source>The YAML is empty.</source>
        <translation>Das YAML ist leer.</translation>
    </message>
    <message>
        <source>The indentation does not fit what is above.</source>
        <translation>Die Einrückung passt nicht zu dem, was darüber steht.</translation>
    </message>
    <message>
        <source>Only one document is read.</source>
        <translation>Nur ein Dokument wird gelesen.</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>Anchors and aliases are not read.</source>
        <translation>Anker und Verweise werden nicht gelesen.</translation>
    </message>
    <message>
        <source>Tags are not read.</source>
        <translation>Tags werden nicht gelesen.</translation>
    </message>
    <message>
        <source>Keys that are collections are not read.</source>
        <translation>Schlüssel, die Sammlungen sind, werden nicht gelesen.</translation>
    </message>
    <message>
        <source>It is nested too deeply.</source>
        <translation>Es ist zu tief geschachtelt.</translation>
    </message>
    <message>
        <source>Tabs cannot indent.</source>
        <translation>Tabulatoren können nicht einrücken.</translation>
    </message>
    <message>
        <source>A key with a colon is expected.</source>
        <translation>Ein Schlüssel mit Doppelpunkt wird erwartet.</translation>
    </message>
    <message>
        <source>Merge keys are not read.</source>
        <translation>Merge-Schlüssel werden nicht gelesen.</translation>
    </message>
    <message>
        <source>The key “%1” appears twice.</source>
        <translation>Der Schlüssel „%1“ kommt zweimal vor.</translation>
    </message>
    <message>
        <source>A text over several lines is too long.</source>
        <translation>Ein Text über mehrere Zeilen ist zu lang.</translation>
    </message>
    <message>
        <source>Something follows a closed bracket.</source>
        <translation>Auf eine geschlossene Klammer folgt noch etwas.</translation>
    </message>
    <message>
        <source>A bracket is not closed.</source>
        <translation>Eine Klammer ist nicht geschlossen.</translation>
    </message>
    <message>
        <source>A value is expected.</source>
        <translation>Ein Wert wird erwartet.</translation>
    </message>
    <message>
        <source>A quotation mark has no partner.</source>
        <translation>Ein Anführungszeichen hat kein Gegenstück.</translation>
    </message>
    <message>
        <source>An escape in a quoted text is wrong.</source>
        <translation>Ein Escape in einem Text in Anführungszeichen ist falsch.</translation>
    </message>
</context>
<context>
    <name>LeadFilter</name>
    <message>
        <source>sold, unsold, pending …</source>
        <translation>sold, unsold, pending …</translation>
    </message>
    <message>
        <source>who bought it</source>
        <translation>wer ihn gekauft hat</translation>
    </message>
    <message>
        <source>where it came from</source>
        <translation>woher er kam</translation>
    </message>
    <message>
        <source>TX, FL …</source>
        <translation>TX, FL …</translation>
    </message>
    <message>
        <source>milliseconds, &gt;400</source>
        <translation>Millisekunden, &gt;400</translation>
    </message>
    <message>
        <source>money, &gt;=20</source>
        <translation>Geld, &gt;=20</translation>
    </message>
    <message>
        <source>code or the buyer&apos;s words</source>
        <translation>Code oder Wörter des Käufers</translation>
    </message>
    <message>
        <source>today, 1h, 15m, a date</source>
        <translation>today, 1h, 15m, ein Datum</translation>
    </message>
    <message>
        <source>a lead&apos;s id or its beginning</source>
        <translation>Kennung eines Leads oder ihr Anfang</translation>
    </message>
    <message>
        <source>“%1” is neither a key nor a lead id.</source>
        <translation>„%1“ ist weder ein Schlüssel noch eine Kennung.</translation>
    </message>
    <message>
        <source>There is no key “%1”.</source>
        <translation>Einen Schlüssel „%1“ gibt es nicht.</translation>
    </message>
    <message>
        <source>“%1” takes a colon.</source>
        <translation>Auf „%1“ folgt ein Doppelpunkt.</translation>
    </message>
    <message>
        <source>Only a status can be excluded.</source>
        <translation>Nur ein Status kann ausgeschlossen werden.</translation>
    </message>
    <message>
        <source>“%1” has no value yet.</source>
        <translation>„%1“ hat noch keinen Wert.</translation>
    </message>
    <message>
        <source>“%1” takes one value.</source>
        <translation>„%1“ nimmt einen Wert.</translation>
    </message>
    <message>
        <source>There is no status “%1”.</source>
        <translation>Einen Status „%1“ gibt es nicht.</translation>
    </message>
    <message>
        <source>No buyer is called “%1”.</source>
        <translation>Kein Käufer heißt „%1“.</translation>
    </message>
    <message>
        <source>No source is called “%1”.</source>
        <translation>Keine Quelle heißt „%1“.</translation>
    </message>
    <message>
        <source>“%1” is no state&apos;s code.</source>
        <translation>„%1“ ist kein Code eines Staates.</translation>
    </message>
    <message>
        <source>“%1” is no number of milliseconds.</source>
        <translation>„%1“ ist keine Anzahl von Millisekunden.</translation>
    </message>
    <message>
        <source>“%1” is no amount.</source>
        <translation>„%1“ ist kein Betrag.</translation>
    </message>
    <message>
        <source>“%1” is no time.</source>
        <translation>„%1“ ist keine Zeit.</translation>
    </message>
    <message>
        <source>“%1” is no lead id; four characters are enough.</source>
        <translation>„%1“ ist keine Kennung eines Leads; vier Zeichen genügen.</translation>
    </message>
    <message>
        <source>since midnight</source>
        <translation>seit Mitternacht</translation>
    </message>
    <message>
        <source>the last quarter of an hour</source>
        <translation>die letzte Viertelstunde</translation>
    </message>
    <message>
        <source>the last hour</source>
        <translation>die letzte Stunde</translation>
    </message>
    <message>
        <source>the last day</source>
        <translation>der letzte Tag</translation>
    </message>
    <message>
        <source>the whole day before</source>
        <translation>der ganze Tag davor</translation>
    </message>
</context>
<context>
    <name>LeadMatrix</name>
    <message>
        <source>The request as a whole</source>
        <translation>Die Anfrage als Ganzes</translation>
    </message>
</context>
<context>
    <name>Mapping</name>
    <message>
        <source>%1 by %2</source>
        <translation>%1 nach %2</translation>
    </message>
    <message>
        <source>, else </source>
        <translation>, sonst </translation>
    </message>
    <message>
        <source>%1 with %2 rows</source>
        <translation>%1 mit %2 Zeilen</translation>
    </message>
    <message>
        <source>1 pair: %2</source>
        <translation>1 Paar: %2</translation>
    </message>
    <message>
        <source>%1 pairs: %2</source>
        <translation>%1 Paare: %2</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Live address</source>
        <translation>Live-Adresse</translation>
    </message>
    <message>
        <source>Test address</source>
        <translation>Testadresse</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>(no address)</source>
        <translation>(keine Adresse)</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>MappingEdits</name>
    <message>
        <source>the row</source>
        <translation>die Zeile</translation>
    </message>
    <message>
        <source>Rename %1 to %2</source>
        <translation>%1 in %2 umbenennen</translation>
    </message>
    <message>
        <source>Set %1 to the constant “%2”</source>
        <translation>%1 auf die Konstante „%2“ setzen</translation>
    </message>
    <message>
        <source>Map %1 to %2</source>
        <translation>%1 aus %2 füllen</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>No longer refuse leads: %1</source>
        <translation>Leads nicht mehr ablehnen: %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Move %1 up</source>
        <translation>%1 nach oben verschieben</translation>
    </message>
    <message>
        <source>Move %1 down</source>
        <translation>%1 nach unten verschieben</translation>
    </message>
    <message>
        <source>Add “%1” to %2</source>
        <translation>„%1“ zu %2 hinzufügen</translation>
    </message>
    <message>
        <source>Remove “%1” from %2</source>
        <translation>„%1“ von %2 entfernen</translation>
    </message>
    <message>
        <source>Move “%1” of %2</source>
        <translation>„%1“ von %2 verschieben</translation>
    </message>
    <message>
        <source>Change “%1” of %2</source>
        <translation>„%1“ von %2 ändern</translation>
    </message>
    <message>
        <source>Change what %1 does when empty</source>
        <translation>Ändern, was %1 leer bewirkt</translation>
    </message>
    <message>
        <source>Send %1 only sometimes</source>
        <translation>%1 nur manchmal senden</translation>
    </message>
    <message>
        <source>Send %1 always</source>
        <translation>%1 immer senden</translation>
    </message>
    <message>
        <source>Refuse leads: %1</source>
        <translation>Leads ablehnen: %1</translation>
    </message>
    <message>
        <source>Change which leads are refused: %1</source>
        <translation>Ändern, welche Leads abgelehnt werden: %1</translation>
    </message>
    <message>
        <source>Make %1 of pairs</source>
        <translation>%1 aus Paaren bilden</translation>
    </message>
    <message>
        <source>Change how the pairs of %1 are written</source>
        <translation>Ändern, wie die Paare von %1 geschrieben werden</translation>
    </message>
    <message>
        <source>Add the pair %1 to %2</source>
        <translation>Das Paar %1 zu %2 hinzufügen</translation>
    </message>
    <message>
        <source>Record why %1 is in the ping</source>
        <translation>Begründen, warum %1 im Ping steht</translation>
    </message>
    <message>
        <source>Move %1 to Post</source>
        <translation>%1 in den Post verschieben</translation>
    </message>
    <message>
        <source>Add the step %1</source>
        <translation>Den Schritt %1 hinzufügen</translation>
    </message>
    <message>
        <source>Remove the step %1</source>
        <translation>Den Schritt %1 entfernen</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Look-up</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Ping</source>
        <translation>Ping</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>Post</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>Gewonnen</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Verloren</translation>
    </message>
    <message>
        <source>Callback</source>
        <translation>Rückruf</translation>
    </message>
</context>
<context>
    <name>PayloadText</name>
    <message>
        <source>%1 B</source>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>vs hour before</source>
        <translation>zur Stunde davor</translation>
    </message>
    <message>
        <source>Revenue today</source>
        <translation>Umsatz heute</translation>
    </message>
    <message>
        <source>Profit today, %1 %</source>
        <translation>Gewinn heute, %1 %</translation>
    </message>
    <message>
        <source>Profit today</source>
        <translation>Gewinn heute</translation>
    </message>
    <message>
        <source>Sold, last hour</source>
        <translation>Verkauft, letzte Stunde</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> Pkt</translation>
    </message>
    <message>
        <source>Effective price</source>
        <translation>Effektiver Preis</translation>
    </message>
    <message>
        <source>Latency p95</source>
        <translation>Latenz p95</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Leads per second</source>
        <translation>Leads je Sekunde</translation>
    </message>
    <message>
        <source>vs 15 min</source>
        <translation>zu 15 min</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Time-outs</source>
        <translation>Zeit abgelaufen</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Gestört</translation>
    </message>
    <message>
        <source>%1 % fail</source>
        <translation>%1 % gestört</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>Gesund</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>Noch kein Aufruf</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Look-up of %1: %2 in %3</source>
        <translation>Suche bei %1: %2 in %3</translation>
    </message>
    <message>
        <source>%1 asked who sends the %2 (HTTP 401); it was sent again with the answer</source>
        <translation>%1 fragte, wer %2 sendet (HTTP 401); es wurde mit der Antwort erneut gesendet</translation>
    </message>
    <message>
        <source>%1 asked who sends the %2 (HTTP 401), which could not be answered: %3</source>
        <translation>%1 fragte, wer %2 sendet (HTTP 401), was nicht beantwortet werden konnte: %3</translation>
    </message>
    <message>
        <source>%1 bid %2</source>
        <translation>%1 bot %2</translation>
    </message>
    <message>
        <source>%1 but rejected the post: %2</source>
        <translation>%1, lehnte aber den Post ab: %2</translation>
    </message>
    <message>
        <source>%1 but could not be reached.</source>
        <translation>%1, war aber nicht zu erreichen.</translation>
    </message>
    <message>
        <source>after 1 ping, %1</source>
        <translation>nach 1 Ping, %1</translation>
    </message>
    <message>
        <source>after %1 pings, %2</source>
        <translation>nach %1 Pings, %2</translation>
    </message>
    <message>
        <source>Sold to %1 for %2</source>
        <translation>Verkauft an %1 für %2</translation>
    </message>
    <message>
        <source>Not known whether %1 bought it</source>
        <translation>Nicht bekannt, ob %1 ihn gekauft hat</translation>
    </message>
    <message>
        <source>Not sold</source>
        <translation>Nicht verkauft</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Waiting for %1</source>
        <translation>Wartet auf %1</translation>
    </message>
    <message>
        <source>Being routed</source>
        <translation>Wird vermittelt</translation>
    </message>
    <message>
        <source>Look-up “%4” of %1: %2 in %3</source>
        <translation>Abfrage „%4“ bei %1: %2 in %3</translation>
    </message>
    <message>
        <source>Returned by %1</source>
        <translation>Von %1 zurückgegeben</translation>
    </message>
    <message>
        <source>It had been sold for %1, %2.</source>
        <translation>Er war für %1 verkauft worden, %2.</translation>
    </message>
</context>
<context>
    <name>ResponseTeacher</name>
    <message>
        <source>%1 equals %2 means %3</source>
        <translation>%1 gleich %2 bedeutet %3</translation>
    </message>
    <message>
        <source>Read the price from %1</source>
        <translation>Den Preis aus %1 lesen</translation>
    </message>
    <message>
        <source>Carry %1 from %2</source>
        <translation>%1 aus %2 weitergeben</translation>
    </message>
    <message>
        <source>Read the reason from %1</source>
        <translation>Den Grund aus %1 lesen</translation>
    </message>
    <message>
        <source>Read the redirect from %1</source>
        <translation>Die Weiterleitung aus %1 lesen</translation>
    </message>
    <message>
        <source>Read the expiry from %1</source>
        <translation>Das Ablaufdatum aus %1 lesen</translation>
    </message>
    <message>
        <source>Find the lead by %1</source>
        <translation>Lead anhand von %1 finden</translation>
    </message>
    <message>
        <source>Tell events apart by %1</source>
        <translation>Ereignisse anhand von %1 unterscheiden</translation>
    </message>
</context>
<context>
    <name>TraceLayout</name>
    <message>
        <source>Validate</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Ping %1</source>
        <translation>Ping %1</translation>
    </message>
    <message>
        <source>Post %1</source>
        <translation>Post %1</translation>
    </message>
    <message>
        <source>Answer %1</source>
        <translation>Antwort %1</translation>
    </message>
    <message>
        <source>Skipped %1</source>
        <translation>%1 übersprungen</translation>
    </message>
    <message>
        <source>%1 held the auction %2</source>
        <translation>%1 hielt die Auktion noch %2</translation>
    </message>
    <message>
        <source>after the last bid.</source>
        <translation>nach dem letzten Gebot auf.</translation>
    </message>
    <message>
        <source>Its ping limit is %1 ms.</source>
        <translation>Die Grenze seines Pings ist %1 ms.</translation>
    </message>
    <message>
        <source>It was given %1 and did not answer.</source>
        <translation>Es bekam %1 und antwortete nicht.</translation>
    </message>
    <message>
        <source>It took %1 and made no bid.</source>
        <translation>Es brauchte %1 und machte kein Gebot.</translation>
    </message>
    <message>
        <source>The post to %1 took %2</source>
        <translation>Der Post an %1 brauchte %2</translation>
    </message>
    <message>
        <source>of the lead&apos;s %1.</source>
        <translation>von den %1 des Leads.</translation>
    </message>
    <message>
        <source>Setting up its connection took %1.</source>
        <translation>Der Aufbau der Verbindung brauchte %1.</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>bid %1</source>
        <translation>Gebot %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: from %2 to %3, %4.</source>
        <translation>%1: von %2 bis %3, %4.</translation>
    </message>
    <message>
        <source>The lead&apos;s budget is %1 ms.</source>
        <translation>Das Budget des Leads ist %1 ms.</translation>
    </message>
    <message>
        <source>Status %1</source>
        <translation>Status %1</translation>
    </message>
    <message>
        <source>Post again %1</source>
        <translation>%1 erneut gesendet</translation>
    </message>
    <message>
        <source>Notice %1</source>
        <translation>Mitteilung %1</translation>
    </message>
    <message>
        <source>Callback %1</source>
        <translation>Rückruf %1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 Tage</translation>
    </message>
    <message>
        <source>%1, %2 later</source>
        <translation>%1, %2 später</translation>
    </message>
</context>
<context>
    <name>Transforms</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Emptiness and conditions</source>
        <translation>Leere und Bedingungen</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Yes/no and lists of words</source>
        <translation>Ja/Nein und Wortlisten</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Phone and e-mail</source>
        <translation>Telefon und E-Mail</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>Listen</translation>
    </message>
    <message>
        <source>Hashes and encodings</source>
        <translation>Hashes und Kodierungen</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>Rundung</translation>
    </message>
    <message>
        <source>Written as</source>
        <translation>Geschrieben als</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>Leerraum abschneiden</translation>
    </message>
    <message>
        <source>Takes white space off both ends.</source>
        <translation>Nimmt Leerraum an beiden Enden weg.</translation>
    </message>
    <message>
        <source>Single spaces</source>
        <translation>Einfache Leerzeichen</translation>
    </message>
    <message>
        <source>Makes one space of every run of white space and takes it off both ends.</source>
        <translation>Macht aus jeder Folge von Leerraum ein Leerzeichen und nimmt ihn an beiden Enden weg.</translation>
    </message>
    <message>
        <source>Upper case</source>
        <translation>Großbuchstaben</translation>
    </message>
    <message>
        <source>Writes every letter as a capital.</source>
        <translation>Schreibt jeden Buchstaben groß.</translation>
    </message>
    <message>
        <source>Lower case</source>
        <translation>Kleinbuchstaben</translation>
    </message>
    <message>
        <source>Writes every letter small.</source>
        <translation>Schreibt jeden Buchstaben klein.</translation>
    </message>
    <message>
        <source>Title case</source>
        <translation>Wörter groß</translation>
    </message>
    <message>
        <source>Begins every word with a capital.</source>
        <translation>Beginnt jedes Wort mit einem Großbuchstaben.</translation>
    </message>
    <message>
        <source>Capital first</source>
        <translation>Erster groß</translation>
    </message>
    <message>
        <source>Writes the first letter as a capital and leaves the rest.</source>
        <translation>Schreibt den ersten Buchstaben groß und lässt den Rest.</translation>
    </message>
    <message>
        <source>Plain letters</source>
        <translation>Einfache Buchstaben</translation>
    </message>
    <message>
        <source>Writes letters with accents, and other alphabets, in plain ASCII letters.</source>
        <translation>Schreibt Buchstaben mit Akzenten und andere Alphabete in einfachen ASCII-Buchstaben.</translation>
    </message>
    <message>
        <source>For what has no plain letter</source>
        <translation>Für was keinen einfachen Buchstaben hat</translation>
    </message>
    <message>
        <source>Slug</source>
        <translation>Slug</translation>
    </message>
    <message>
        <source>Small plain letters and digits, with a separator between words.</source>
        <translation>Kleine einfache Buchstaben und Ziffern, mit einem Trenner zwischen Wörtern.</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>Trenner</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maskieren</translation>
    </message>
    <message>
        <source>Hides all but the first and last characters.</source>
        <translation>Verbirgt alles außer den ersten und letzten Zeichen.</translation>
    </message>
    <message>
        <source>Show first</source>
        <translation>Erste zeigen</translation>
    </message>
    <message>
        <source>Show last</source>
        <translation>Letzte zeigen</translation>
    </message>
    <message>
        <source>Character</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>Part of text</source>
        <translation>Teil des Textes</translation>
    </message>
    <message>
        <source>Takes some characters; a negative start counts from the end.</source>
        <translation>Nimmt einige Zeichen; ein negativer Anfang zählt vom Ende.</translation>
    </message>
    <message>
        <source>From character</source>
        <translation>Ab Zeichen</translation>
    </message>
    <message>
        <source>Characters (-1: all)</source>
        <translation>Zeichen (-1: alle)</translation>
    </message>
    <message>
        <source>Pad</source>
        <translation>Auffüllen</translation>
    </message>
    <message>
        <source>Fills a text up to a length.</source>
        <translation>Füllt einen Text bis zu einer Länge auf.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replaces every occurrence of a text.</source>
        <translation>Ersetzt jedes Vorkommen eines Textes.</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Finden</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>Ersetzen durch</translation>
    </message>
    <message>
        <source>Replace by pattern</source>
        <translation>Nach Muster ersetzen</translation>
    </message>
    <message>
        <source>Replaces what a regular expression finds; $1 names its first group.</source>
        <translation>Ersetzt, was ein regulärer Ausdruck findet; $1 nennt seine erste Gruppe.</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Ignore case</source>
        <translation>Groß und klein gleich</translation>
    </message>
    <message>
        <source>Extract by pattern</source>
        <translation>Nach Muster herausnehmen</translation>
    </message>
    <message>
        <source>Keeps what a group of a regular expression finds.</source>
        <translation>Behält, was eine Gruppe eines regulären Ausdrucks findet.</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Digits only</source>
        <translation>Nur Ziffern</translation>
    </message>
    <message>
        <source>Drops everything but the digits 0 to 9.</source>
        <translation>Lässt alles außer den Ziffern 0 bis 9 weg.</translation>
    </message>
    <message>
        <source>Add text or fields</source>
        <translation>Text oder Felder hinzufügen</translation>
    </message>
    <message>
        <source>Puts text around the value and other values behind it.</source>
        <translation>Setzt Text um den Wert und andere Werte dahinter.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Davor</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>Between</source>
        <translation>Dazwischen</translation>
    </message>
    <message>
        <source>Further values</source>
        <translation>Weitere Werte</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Puts the value, as {{value}}, and others into a text.</source>
        <translation>Setzt den Wert, als {{value}}, und andere in einen Text.</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Stands in where there is no value.</source>
        <translation>Springt ein, wo kein Wert ist.</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>First that is there</source>
        <translation>Erstes vorhandenes</translation>
    </message>
    <message>
        <source>Takes the first other value that is not empty.</source>
        <translation>Nimmt den ersten anderen Wert, der nicht leer ist.</translation>
    </message>
    <message>
        <source>Other values</source>
        <translation>Andere Werte</translation>
    </message>
    <message>
        <source>Drop placeholders</source>
        <translation>Platzhalter fallen lassen</translation>
    </message>
    <message>
        <source>Takes words that mean nothing, like N/A, and ids of zeros for no value.</source>
        <translation>Nimmt Wörter ohne Bedeutung, wie N/A, und Kennungen aus Nullen als keinen Wert.</translation>
    </message>
    <message>
        <source>Words of your own</source>
        <translation>Eigene Wörter</translation>
    </message>
    <message>
        <source>The usual words and ids too</source>
        <translation>Auch die üblichen Wörter und Kennungen</translation>
    </message>
    <message>
        <source>If</source>
        <translation>Wenn</translation>
    </message>
    <message>
        <source>Goes on in one of two ways, by the value or by others.</source>
        <translation>Geht auf einem von zwei Wegen weiter, nach dem Wert oder nach anderen.</translation>
    </message>
    <message>
        <source>Condition on other values</source>
        <translation>Bedingung an andere Werte</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Vergleichen mit</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Dann</translation>
    </message>
    <message>
        <source>Else</source>
        <translation>Sonst</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Zahlenformat</translation>
    </message>
    <message>
        <source>Reads an amount and writes it with decimals and separators.</source>
        <translation>Liest einen Betrag und schreibt ihn mit Dezimalen und Trennzeichen.</translation>
    </message>
    <message>
        <source>Decimals</source>
        <translation>Dezimalen</translation>
    </message>
    <message>
        <source>Decimal sign</source>
        <translation>Dezimalzeichen</translation>
    </message>
    <message>
        <source>Thousands sign</source>
        <translation>Tausenderzeichen</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>Rounds to a number of decimals.</source>
        <translation>Rundet auf eine Anzahl Dezimalen.</translation>
    </message>
    <message>
        <source>Round down</source>
        <translation>Abrunden</translation>
    </message>
    <message>
        <source>The next whole number below.</source>
        <translation>Die nächste ganze Zahl darunter.</translation>
    </message>
    <message>
        <source>Round up</source>
        <translation>Aufrunden</translation>
    </message>
    <message>
        <source>The next whole number above.</source>
        <translation>Die nächste ganze Zahl darüber.</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>The smaller of the value and another number.</source>
        <translation>Das Kleinere aus dem Wert und einer anderen Zahl.</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>Or another value</source>
        <translation>Oder ein anderer Wert</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>Mindestens</translation>
    </message>
    <message>
        <source>The greater of the value and another number.</source>
        <translation>Das Größere aus dem Wert und einer anderen Zahl.</translation>
    </message>
    <message>
        <source>Within bounds</source>
        <translation>In Grenzen</translation>
    </message>
    <message>
        <source>Keeps a number between a least and a greatest.</source>
        <translation>Hält eine Zahl zwischen einer kleinsten und einer größten.</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Kleinste</translation>
    </message>
    <message>
        <source>Greatest</source>
        <translation>Größte</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Addieren</translation>
    </message>
    <message>
        <source>Adds another number.</source>
        <translation>Addiert eine andere Zahl.</translation>
    </message>
    <message>
        <source>Decimals (-1: as needed)</source>
        <translation>Dezimalen (-1: nach Bedarf)</translation>
    </message>
    <message>
        <source>Subtract</source>
        <translation>Subtrahieren</translation>
    </message>
    <message>
        <source>Takes another number off.</source>
        <translation>Zieht eine andere Zahl ab.</translation>
    </message>
    <message>
        <source>Multiply</source>
        <translation>Multiplizieren</translation>
    </message>
    <message>
        <source>Multiplies by another number.</source>
        <translation>Multipliziert mit einer anderen Zahl.</translation>
    </message>
    <message>
        <source>Divide</source>
        <translation>Dividieren</translation>
    </message>
    <message>
        <source>Divides by another number, to six decimals.</source>
        <translation>Teilt durch eine andere Zahl, auf sechs Dezimalen.</translation>
    </message>
    <message>
        <source>Range to number</source>
        <translation>Bereich zu Zahl</translation>
    </message>
    <message>
        <source>Makes one number of a range like 5-10, 10+ or under 5.</source>
        <translation>Macht eine Zahl aus einem Bereich wie 5-10, 10+ oder under 5.</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>Welche</translation>
    </message>
    <message>
        <source>Number to range</source>
        <translation>Zahl zu Bereich</translation>
    </message>
    <message>
        <source>Writes the buyer&apos;s word for the band that a number lies in.</source>
        <translation>Schreibt das Wort des Käufers für das Band, in dem eine Zahl liegt.</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bänder</translation>
    </message>
    <message>
        <source>Outside all bands</source>
        <translation>Außerhalb aller Bänder</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Sends the value as text, number or true/false.</source>
        <translation>Sendet den Wert als Text, Zahl oder wahr/falsch.</translation>
    </message>
    <message>
        <source>Yes/no</source>
        <translation>Ja/Nein</translation>
    </message>
    <message>
        <source>Reads yes or no and writes the buyer&apos;s words for it.</source>
        <translation>Liest Ja oder Nein und schreibt die Wörter des Käufers dafür.</translation>
    </message>
    <message>
        <source>For yes</source>
        <translation>Für Ja</translation>
    </message>
    <message>
        <source>For no</source>
        <translation>Für Nein</translation>
    </message>
    <message>
        <source>Also read as yes</source>
        <translation>Auch als Ja gelesen</translation>
    </message>
    <message>
        <source>Also read as no</source>
        <translation>Auch als Nein gelesen</translation>
    </message>
    <message>
        <source>Anything else</source>
        <translation>Alles andere</translation>
    </message>
    <message>
        <source>Else this</source>
        <translation>Sonst dies</translation>
    </message>
    <message>
        <source>Map values</source>
        <translation>Werte zuordnen</translation>
    </message>
    <message>
        <source>Writes the buyer&apos;s word for each of ours.</source>
        <translation>Schreibt das Wort des Käufers für jedes von uns.</translation>
    </message>
    <message>
        <source>Ours and theirs</source>
        <translation>Unseres und ihres</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Column of the table</source>
        <translation>Spalte der Tabelle</translation>
    </message>
    <message>
        <source>Date format</source>
        <translation>Datumsformat</translation>
    </message>
    <message>
        <source>Reads a date or time and writes it in another form.</source>
        <translation>Liest ein Datum oder eine Zeit und schreibt sie in anderer Form.</translation>
    </message>
    <message>
        <source>Pattern style</source>
        <translation>Art des Musters</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>Gelesen als</translation>
    </message>
    <message>
        <source>Its own time zone</source>
        <translation>Eigene Zeitzone</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Unix time</source>
        <translation>Unix-Zeit</translation>
    </message>
    <message>
        <source>Writes a time as seconds or milliseconds since 1970.</source>
        <translation>Schreibt eine Zeit als Sekunden oder Millisekunden seit 1970.</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Part of a date</source>
        <translation>Teil eines Datums</translation>
    </message>
    <message>
        <source>The year, month, hour, weekday (Monday is 1) or another part as a number.</source>
        <translation>Jahr, Monat, Stunde, Wochentag (Montag ist 1) oder ein anderer Teil als Zahl.</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Add time</source>
        <translation>Zeit addieren</translation>
    </message>
    <message>
        <source>Moves a date by days, months or another span; negative goes back.</source>
        <translation>Verschiebt ein Datum um Tage, Monate oder eine andere Spanne; negativ geht zurück.</translation>
    </message>
    <message>
        <source>Years</source>
        <translation>Jahre</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>Monate</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>How long ago a date is, at the time of sending.</source>
        <translation>Wie lange ein Datum beim Senden zurückliegt.</translation>
    </message>
    <message>
        <source>If it lies ahead</source>
        <translation>Wenn es in der Zukunft liegt</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>Writes a phone number, or one part of it.</source>
        <translation>Schreibt eine Telefonnummer oder einen Teil davon.</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Country of national numbers</source>
        <translation>Land nationaler Nummern</translation>
    </message>
    <message>
        <source>E-mail domain</source>
        <translation>E-Mail-Domäne</translation>
    </message>
    <message>
        <source>Keeps what stands behind the @.</source>
        <translation>Behält, was hinter dem @ steht.</translation>
    </message>
    <message>
        <source>E-mail name</source>
        <translation>E-Mail-Name</translation>
    </message>
    <message>
        <source>Keeps what stands before the @.</source>
        <translation>Behält, was vor dem @ steht.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Staat</translation>
    </message>
    <message>
        <source>A US state or Canadian province as code or name.</source>
        <translation>Ein US-Staat oder eine kanadische Provinz als Code oder Name.</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>A country as ISO code or English name.</source>
        <translation>Ein Land als ISO-Code oder englischer Name.</translation>
    </message>
    <message>
        <source>Postal code</source>
        <translation>Postleitzahl</translation>
    </message>
    <message>
        <source>A ZIP or Canadian code, a part of it, or the state it lies in.</source>
        <translation>Ein ZIP- oder kanadischer Code, ein Teil davon oder der Staat, in dem er liegt.</translation>
    </message>
    <message>
        <source>Split and take</source>
        <translation>Teilen und nehmen</translation>
    </message>
    <message>
        <source>Takes one part of a text; a negative index counts from the end.</source>
        <translation>Nimmt einen Teil eines Textes; ein negativer Index zählt vom Ende.</translation>
    </message>
    <message>
        <source>Which part</source>
        <translation>Welcher Teil</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>Makes a list of a text.</source>
        <translation>Macht aus einem Text eine Liste.</translation>
    </message>
    <message>
        <source>Trim each part</source>
        <translation>Leerraum jedes Teils abschneiden</translation>
    </message>
    <message>
        <source>Keep empty parts</source>
        <translation>Leere Teile behalten</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Makes one text of a list.</source>
        <translation>Macht aus einer Liste einen Text.</translation>
    </message>
    <message>
        <source>Each item</source>
        <translation>Jeder Eintrag</translation>
    </message>
    <message>
        <source>Changes every item of a list.</source>
        <translation>Ändert jeden Eintrag einer Liste.</translation>
    </message>
    <message>
        <source>Transforms</source>
        <translation>Umwandlungen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Keeps the items, or groups by a member, that pass a test.</source>
        <translation>Behält die Einträge, oder Gruppen nach einem Mitglied, die eine Prüfung bestehen.</translation>
    </message>
    <message>
        <source>Member of each group</source>
        <translation>Mitglied jeder Gruppe</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>One member of a group, or of each group in a list.</source>
        <translation>Ein Mitglied einer Gruppe oder jeder Gruppe einer Liste.</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>One item of a list; a negative index counts from the end.</source>
        <translation>Ein Eintrag einer Liste; ein negativer Index zählt vom Ende.</translation>
    </message>
    <message>
        <source>Which item</source>
        <translation>Welcher Eintrag</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erster</translation>
    </message>
    <message>
        <source>The first item of a list.</source>
        <translation>Der erste Eintrag einer Liste.</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Letzter</translation>
    </message>
    <message>
        <source>The last item of a list.</source>
        <translation>Der letzte Eintrag einer Liste.</translation>
    </message>
    <message>
        <source>First few</source>
        <translation>Erste paar</translation>
    </message>
    <message>
        <source>The first items of a list.</source>
        <translation>Die ersten Einträge einer Liste.</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Wie viele</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Zählen</translation>
    </message>
    <message>
        <source>How many items a list has; 0 where there is nothing.</source>
        <translation>Wie viele Einträge eine Liste hat; 0, wo nichts ist.</translation>
    </message>
    <message>
        <source>As a list</source>
        <translation>Als Liste</translation>
    </message>
    <message>
        <source>Makes a list of one value.</source>
        <translation>Macht aus einem Wert eine Liste.</translation>
    </message>
    <message>
        <source>Without doubles</source>
        <translation>Ohne Doppelte</translation>
    </message>
    <message>
        <source>Keeps the first of equal items.</source>
        <translation>Behält den ersten von gleichen Einträgen.</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>Sortieren</translation>
    </message>
    <message>
        <source>Sorts a list: numbers by value, then texts.</source>
        <translation>Sortiert eine Liste: Zahlen nach Wert, dann Texte.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
    <message>
        <source>The digest of the text.</source>
        <translation>Der Hash des Textes.</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Algorithmus</translation>
    </message>
    <message>
        <source>HMAC</source>
        <translation>HMAC</translation>
    </message>
    <message>
        <source>The text&apos;s digest with a secret key.</source>
        <translation>Der Hash des Textes mit einem geheimen Schlüssel.</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheimnis</translation>
    </message>
    <message>
        <source>The secret is</source>
        <translation>Das Geheimnis ist</translation>
    </message>
    <message>
        <source>Base64</source>
        <translation>Base64</translation>
    </message>
    <message>
        <source>Writes the text&apos;s bytes in base64.</source>
        <translation>Schreibt die Bytes des Textes in Base64.</translation>
    </message>
    <message>
        <source>Alphabet</source>
        <translation>Alphabet</translation>
    </message>
    <message>
        <source>Base64 back</source>
        <translation>Base64 zurück</translation>
    </message>
    <message>
        <source>Reads base64.</source>
        <translation>Liest Base64.</translation>
    </message>
    <message>
        <source>Hexadecimal</source>
        <translation>Hexadezimal</translation>
    </message>
    <message>
        <source>Writes the text&apos;s bytes as hexadecimal digits.</source>
        <translation>Schreibt die Bytes des Textes als hexadezimale Ziffern.</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Buchstaben</translation>
    </message>
    <message>
        <source>Hexadecimal back</source>
        <translation>Hexadezimal zurück</translation>
    </message>
    <message>
        <source>Reads hexadecimal digits.</source>
        <translation>Liest hexadezimale Ziffern.</translation>
    </message>
    <message>
        <source>URL-encode</source>
        <translation>URL-kodieren</translation>
    </message>
    <message>
        <source>Writes what a URL cannot hold as %XX.</source>
        <translation>Schreibt, was eine URL nicht enthalten kann, als %XX.</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>URL-decode</source>
        <translation>URL-dekodieren</translation>
    </message>
    <message>
        <source>Reads %XX.</source>
        <translation>Liest %XX.</translation>
    </message>
    <message>
        <source>XML-escape</source>
        <translation>XML-maskieren</translation>
    </message>
    <message>
        <source>Writes &lt; &gt; &amp; and quotes as XML entities.</source>
        <translation>Schreibt &lt; &gt; &amp; und Anführungszeichen als XML-Entitäten.</translation>
    </message>
    <message>
        <source>XML back</source>
        <translation>XML zurück</translation>
    </message>
    <message>
        <source>Reads XML entities.</source>
        <translation>Liest XML-Entitäten.</translation>
    </message>
    <message>
        <source>JSON as text</source>
        <translation>JSON als Text</translation>
    </message>
    <message>
        <source>Writes the value as JSON inside a text.</source>
        <translation>Schreibt den Wert als JSON in einen Text.</translation>
    </message>
    <message>
        <source>Text as JSON</source>
        <translation>Text als JSON</translation>
    </message>
    <message>
        <source>Reads JSON that stands in a text.</source>
        <translation>Liest JSON, das in einem Text steht.</translation>
    </message>
</context>
<context>
    <name>VerticalEdits</name>
    <message>
        <source>Made for %1</source>
        <translation>Für %1 gemacht</translation>
    </message>
    <message>
        <source>No longer made for %1</source>
        <translation>Nicht mehr für %1 gemacht</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Keep the answer as a sample</source>
        <translation>Die Antwort als Beispiel behalten</translation>
    </message>
</context>
<context>
    <name>bourse::gui::AnswerView</name>
    <message>
        <source>The buyer&apos;s answer; press Enter on a value to say what it is</source>
        <translation>Die Antwort des Käufers; Eingabe auf einem Wert sagt, was er ist</translation>
    </message>
    <message>
        <source>
… %1 more bytes are not shown</source>
        <translation>
… %1 weitere Bytes werden nicht gezeigt</translation>
    </message>
    <message>
        <source>%1 is “%2”</source>
        <translation>%1 ist „%2“</translation>
    </message>
    <message>
        <source>&amp;1  Means accepted</source>
        <translation>&amp;1  Bedeutet angenommen</translation>
    </message>
    <message>
        <source>&amp;2  Is the price</source>
        <translation>&amp;2  Ist der Preis</translation>
    </message>
    <message>
        <source>&amp;3  Is the id to carry on</source>
        <translation>&amp;3  Ist die Kennung zum Weitergeben</translation>
    </message>
    <message>
        <source>&amp;4  Is the reject reason</source>
        <translation>&amp;4  Ist der Ablehnungsgrund</translation>
    </message>
    <message>
        <source>&amp;5  Is the redirect link</source>
        <translation>&amp;5  Ist die Weiterleitung</translation>
    </message>
    <message>
        <source>&amp;6  Means rejected</source>
        <translation>&amp;6  Bedeutet abgelehnt</translation>
    </message>
    <message>
        <source>&amp;7  Means duplicate</source>
        <translation>&amp;7  Bedeutet Dublette</translation>
    </message>
    <message>
        <source>&amp;8  Means an error</source>
        <translation>&amp;8  Bedeutet einen Fehler</translation>
    </message>
    <message>
        <source>&amp;9  Is the time of expiry</source>
        <translation>&amp;9  Ist der Ablaufzeitpunkt</translation>
    </message>
    <message>
        <source>&amp;1  Means sold</source>
        <translation>&amp;1  Heißt verkauft</translation>
    </message>
    <message>
        <source>&amp;3  Is the buyer&apos;s id of the lead</source>
        <translation>&amp;3  Ist die Kennung des Käufers für den Lead</translation>
    </message>
    <message>
        <source>&amp;4  Is our id of the lead</source>
        <translation>&amp;4  Ist unsere Kennung des Leads</translation>
    </message>
    <message>
        <source>&amp;5  Is the event&apos;s id</source>
        <translation>&amp;5  Ist die Kennung des Ereignisses</translation>
    </message>
    <message>
        <source>&amp;7  Means returned</source>
        <translation>&amp;7  Heißt zurückgegeben</translation>
    </message>
    <message>
        <source>&amp;8  Means became a customer</source>
        <translation>&amp;8  Heißt Kunde geworden</translation>
    </message>
    <message>
        <source>&amp;9  Is the reason</source>
        <translation>&amp;9  Ist der Grund</translation>
    </message>
</context>
<context>
    <name>bourse::gui::BuyerHealthModel</name>
    <message>
        <source>no answers</source>
        <translation>keine Antworten</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>no cap</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>full</source>
        <translation>voll</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>Käufer</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Accepted, %1</source>
        <translation>Angenommen, %1</translation>
    </message>
    <message>
        <source>p95 ms</source>
        <translation>p95 ms</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Cap today</source>
        <translation>Grenze heute</translation>
    </message>
    <message>
        <source>Revenue</source>
        <translation>Umsatz</translation>
    </message>
</context>
<context>
    <name>bourse::gui::BuyersPage</name>
    <message>
        <source>Buyers</source>
        <translation>Käufer</translation>
    </message>
    <message>
        <source>Open integrations</source>
        <translation>Offene Integrationen</translation>
    </message>
    <message>
        <source>New integration</source>
        <translation>Neue Integration</translation>
    </message>
    <message>
        <source>Import a buyer</source>
        <translation>Einen Käufer importieren</translation>
    </message>
    <message>
        <source>Export the integration</source>
        <translation>Die Integration exportieren</translation>
    </message>
    <message>
        <source>Duplicate the integration</source>
        <translation>Die Integration duplizieren</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>Nächster Reiter</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>Voriger Reiter</translation>
    </message>
    <message>
        <source>Close the tab</source>
        <translation>Den Reiter schließen</translation>
    </message>
    <message>
        <source>An integration says how a buyer is talked to. In the table each row fills one target: Enter adds a transform, F4 changes where the value comes from, F2 edits the cell, Insert and Delete add and remove rows, Alt with the arrow keys moves rows and transforms. Enter on a lead field at the left maps it to the selected row; fields can also be dragged. F8 goes to the next problem, Ctrl+Enter sends a test, Alt+Page up and down change the sample. Ctrl+Alt+1 to 4 go to the request, signature, response and cURL, Ctrl+Alt+S to the secrets; in an answer N goes to the next value and Enter says what it is. Drafts are kept by themselves; nothing is live before Publish.</source>
        <translation>Eine Integration sagt, wie mit einem Käufer gesprochen wird. In der Tabelle füllt jede Zeile ein Ziel: Eingabe fügt eine Umwandlung hinzu, F4 ändert, woher der Wert kommt, F2 bearbeitet die Zelle, Einfg und Entf fügen Zeilen hinzu und entfernen sie, Alt mit den Pfeiltasten verschiebt Zeilen und Umwandlungen. Eingabe auf einem Feld des Leads links ordnet es der gewählten Zeile zu; Felder lassen sich auch ziehen. F8 geht zum nächsten Problem, Strg+Eingabe sendet einen Test, Alt+Bild auf und ab wechseln das Beispiel. Strg+Alt+1 bis 4 gehen zu Anfrage, Signatur, Antwort und cURL, Strg+Alt+S zu den Geheimnissen; in einer Antwort geht N zum nächsten Wert, und Eingabe sagt, was er ist. Entwürfe werden von selbst gesichert; nichts gilt vor Veröffentlichen.</translation>
    </message>
    <message>
        <source>The market is not running, so its integrations cannot be read.</source>
        <translation>Der Markt läuft nicht, deshalb lassen sich seine Integrationen nicht lesen.</translation>
    </message>
    <message>
        <source>The integrations could not be read: %1</source>
        <translation>Die Integrationen konnten nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>There is no template named %1.</source>
        <translation>Eine Vorlage namens %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>Close (Ctrl+W)</source>
        <translation>Schließen (Strg+W)</translation>
    </message>
    <message>
        <source>%1 could not be saved and was opened again.</source>
        <translation>%1 konnte nicht gesichert werden und wurde wieder geöffnet.</translation>
    </message>
    <message>
        <source>New buyer</source>
        <translation>Neuer Käufer</translation>
    </message>
    <message>
        <source>%1, copy</source>
        <translation>%1, Kopie</translation>
    </message>
    <message>
        <source>It could not be read: %1</source>
        <translation>Es konnte nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Import an integration</source>
        <translation>Eine Integration importieren</translation>
    </message>
    <message>
        <source>Integrations (*.json);;All files (*)</source>
        <translation>Integrationen (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The file could not be read, or is larger than 8 MB.</source>
        <translation>Die Datei konnte nicht gelesen werden oder ist größer als 8 MB.</translation>
    </message>
    <message>
        <source>The file holds no integration.</source>
        <translation>Die Datei enthält keine Integration.</translation>
    </message>
    <message>
        <source>The file is not JSON: %1</source>
        <translation>Die Datei ist kein JSON: %1</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>Integrations (*.json)</source>
        <translation>Integrationen (*.json)</translation>
    </message>
    <message>
        <source>Exported without any secret&apos;s value to %1</source>
        <translation>Ohne den Wert eines Geheimnisses exportiert nach %1</translation>
    </message>
    <message>
        <source>The file could not be written: %1</source>
        <translation>Die Datei konnte nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>The draft could not be discarded: %1</source>
        <translation>Der Entwurf konnte nicht verworfen werden: %1</translation>
    </message>
    <message>
        <source>Draft of %1 discarded</source>
        <translation>Entwurf von %1 verworfen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>bourse::gui::CallView</name>
    <message>
        <source>Pretty</source>
        <translation>Schön</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>Genau</translation>
    </message>
    <message>
        <source>How the payload is written</source>
        <translation>Wie die Nutzdaten geschrieben werden</translation>
    </message>
    <message>
        <source>Indented, or byte by byte as it went over the wire</source>
        <translation>Eingerückt, oder Byte für Byte wie auf der Leitung</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Ping to %1</source>
        <translation>Ping an %1</translation>
    </message>
    <message>
        <source>Post to %1</source>
        <translation>Post an %1</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>The lead was checked here; nothing was sent. Its fields are under Lead.</source>
        <translation>Hier wurde der Lead geprüft; nichts wurde gesendet. Seine Felder stehen unter Lead.</translation>
    </message>
    <message>
        <source>Answer to %1</source>
        <translation>Antwort an %1</translation>
    </message>
    <message>
        <source>The source got the decision here. How it came about is under Decision.</source>
        <translation>Hier bekam die Quelle die Entscheidung. Wie sie zustande kam, steht unter Entscheidung.</translation>
    </message>
    <message>
        <source>Skipped %1</source>
        <translation>%1 übersprungen</translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation>Nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>The request was not recorded.</source>
        <translation>Die Anfrage wurde nicht aufgezeichnet.</translation>
    </message>
    <message>
        <source>No answer came.</source>
        <translation>Es kam keine Antwort.</translation>
    </message>
    <message>
        <source>No answer came: %1</source>
        <translation>Es kam keine Antwort: %1</translation>
    </message>
    <message>
        <source>Read by rule “%1”.</source>
        <translation>Gelesen nach der Regel „%1“.</translation>
    </message>
    <message>
        <source>Status asked of %1</source>
        <translation>Status bei %1 erfragt</translation>
    </message>
    <message>
        <source>Post sent again to %1</source>
        <translation>Erneut an %1 gesendeter Post</translation>
    </message>
    <message>
        <source>Notice to %1</source>
        <translation>Mitteilung an %1</translation>
    </message>
    <message>
        <source>Callback from %1</source>
        <translation>Rückruf von %1</translation>
    </message>
    <message>
        <source>Our answer to %1</source>
        <translation>Unsere Antwort an %1</translation>
    </message>
</context>
<context>
    <name>bourse::gui::CallbackPane</name>
    <message>
        <source>Where in the callback</source>
        <translation>Wo im Rückruf</translation>
    </message>
    <message>
        <source>JSON path</source>
        <translation>JSON-Pfad</translation>
    </message>
    <message>
        <source>XPath</source>
        <translation>XPath</translation>
    </message>
    <message>
        <source>URL parameter</source>
        <translation>URL-Parameter</translation>
    </message>
    <message>
        <source>Form value</source>
        <translation>Formularwert</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Callback</source>
        <translation>Rückruf</translation>
    </message>
    <message>
        <source>The buyer calls</source>
        <translation>Der Käufer ruft auf</translation>
    </message>
    <message>
        <source>Give the buyer this address, for POST, PUT or GET.</source>
        <translation>Geben Sie dem Käufer diese Adresse, für POST, PUT oder GET.</translation>
    </message>
    <message>
        <source>Address that the buyer calls</source>
        <translation>Adresse, die der Käufer aufruft</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Address copied</source>
        <translation>Adresse kopiert</translation>
    </message>
    <message>
        <source>Signature…</source>
        <translation>Signatur…</translation>
    </message>
    <message>
        <source>Which lead is it about?</source>
        <translation>Um welchen Lead geht es?</translation>
    </message>
    <message>
        <source>The first of these ids that is in the callback, and known, finds the post.</source>
        <translation>Die erste dieser Kennungen, die im Rückruf steht und bekannt ist, findet den Post.</translation>
    </message>
    <message>
        <source>Nothing says it yet: no callback will find its lead.</source>
        <translation>Noch sagt es nichts: kein Rückruf findet seinen Lead.</translation>
    </message>
    <message>
        <source>Add an id</source>
        <translation>Kennung hinzufügen</translation>
    </message>
    <message>
        <source>What tells one event from another?</source>
        <translation>Was unterscheidet ein Ereignis vom anderen?</translation>
    </message>
    <message>
        <source>The same event twice changes nothing. Without an id of its own, all that it says tells it.</source>
        <translation>Dasselbe Ereignis zweimal ändert nichts. Ohne eigene Kennung unterscheidet es alles, was es sagt.</translation>
    </message>
    <message>
        <source>Path or name of the event&apos;s id</source>
        <translation>Pfad oder Name der Kennung des Ereignisses</translation>
    </message>
    <message>
        <source>What is the buyer answered?</source>
        <translation>Was wird dem Käufer geantwortet?</translation>
    </message>
    <message>
        <source>A callback is answered when it has been written down. Whoever cannot prove that he is the buyer gets a 401.</source>
        <translation>Ein Rückruf wird beantwortet, wenn er aufgeschrieben ist. Wer nicht beweist, dass er der Käufer ist, bekommt 401.</translation>
    </message>
    <message>
        <source>&amp;Recorded</source>
        <translation>&amp;Aufgeschrieben</translation>
    </message>
    <message>
        <source>Seen &amp;before</source>
        <translation>&amp;Schon gesehen</translation>
    </message>
    <message>
        <source>&amp;Unknown lead</source>
        <translation>&amp;Unbekannter Lead</translation>
    </message>
    <message>
        <source>HTTP status</source>
        <translation>HTTP-Status</translation>
    </message>
    <message>
        <source>Content type</source>
        <translation>Inhaltstyp</translation>
    </message>
    <message>
        <source>no content type</source>
        <translation>kein Inhaltstyp</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Body</translation>
    </message>
    <message>
        <source>no body</source>
        <translation>kein Body</translation>
    </message>
    <message>
        <source>as written</source>
        <translation>wie geschrieben</translation>
    </message>
    <message>
        <source>Whose id</source>
        <translation>Wessen Kennung</translation>
    </message>
    <message>
        <source>The buyer&apos;s id</source>
        <translation>Kennung des Käufers</translation>
    </message>
    <message>
        <source>Our lead id</source>
        <translation>Unsere Lead-Kennung</translation>
    </message>
    <message>
        <source>Our request id</source>
        <translation>Unsere Anfragekennung</translation>
    </message>
    <message>
        <source>Any id that an answer of the buyer gave to carry on</source>
        <translation>Jede Kennung, die eine Antwort des Käufers zum Mitnehmen gab</translation>
    </message>
    <message>
        <source>Path or name of the id</source>
        <translation>Pfad oder Name der Kennung</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Remove this id</source>
        <translation>Diese Kennung entfernen</translation>
    </message>
    <message>
        <source>Id removed</source>
        <translation>Kennung entfernt</translation>
    </message>
    <message>
        <source>The buyer proves himself as the signature or token says.</source>
        <translation>Der Käufer weist sich aus, wie Signatur oder Token es sagen.</translation>
    </message>
    <message>
        <source>Anybody who knows the address can call: no signature or token is asked for.</source>
        <translation>Wer die Adresse kennt, kann aufrufen: weder Signatur noch Token wird verlangt.</translation>
    </message>
    <message>
        <source>There is no callback step yet. Add one with the plus sign beside the steps.</source>
        <translation>Es gibt noch keinen Rückruf-Schritt. Fügen Sie einen mit dem Pluszeichen neben den Schritten hinzu.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::CommandPalette</name>
    <message>
        <source>Find an action, a page or a lead</source>
        <translation>Eine Aktion, eine Seite oder einen Lead finden</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Finden</translation>
    </message>
    <message>
        <source>Find an action, a page, or a lead by its id</source>
        <translation>Eine Aktion, eine Seite oder einen Lead nach seiner Kennung finden</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Lead %1</source>
        <translation>Lead %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ConditionEditor</name>
    <message>
        <source>When the row is sent</source>
        <translation>Wann die Zeile gesendet wird</translation>
    </message>
    <message>
        <source>&amp;Because</source>
        <translation>&amp;Weil</translation>
    </message>
    <message>
        <source>&amp;Counted as</source>
        <translation>&amp;Gezählt als</translation>
    </message>
    <message>
        <source>Field of the lead</source>
        <translation>Feld des Leads</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Verglichen mit</translation>
    </message>
    <message>
        <source>Condition as JSON</source>
        <translation>Bedingung als JSON</translation>
    </message>
    <message>
        <source>Why such leads are refused</source>
        <translation>Warum solche Leads abgelehnt werden</translation>
    </message>
    <message>
        <source>The buyer takes no leads from this state.</source>
        <translation>Der Käufer nimmt keine Leads aus diesem Staat.</translation>
    </message>
    <message>
        <source>What reports count such leads as</source>
        <translation>Als was Berichte solche Leads zählen</translation>
    </message>
    <message>
        <source>Always send</source>
        <translation>Immer senden</translation>
    </message>
    <message>
        <source>As JSON</source>
        <translation>Als JSON</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Send %1 only when</source>
        <translation>%1 nur senden, wenn</translation>
    </message>
    <message>
        <source>Refuse leads when</source>
        <translation>Leads ablehnen, wenn</translation>
    </message>
    <message>
        <source>Which leads are refused, and why</source>
        <translation>Welche Leads abgelehnt werden und warum</translation>
    </message>
    <message>
        <source>Say why such leads are refused: the trace of each shows it.</source>
        <translation>Sagen Sie, warum solche Leads abgelehnt werden: Der Verlauf eines jeden zeigt es.</translation>
    </message>
    <message>
        <source>Choose the field that decides.</source>
        <translation>Wählen Sie das Feld, das entscheidet.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::CoverageMeter</name>
    <message>
        <source>Spec coverage: %1 of %2 fields are mapped, %3 of %4 required ones</source>
        <translation>Abdeckung der Spezifikation: %1 von %2 Feldern zugeordnet, %3 von %4 Pflichtfeldern</translation>
    </message>
    <message>
        <source>Not mapped: %1</source>
        <translation>Nicht zugeordnet: %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Spec coverage</source>
        <translation>Abdeckung</translation>
    </message>
</context>
<context>
    <name>bourse::gui::CurlPane</name>
    <message>
        <source>The request as a cURL command</source>
        <translation>Die Anfrage als cURL-Befehl</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>bash, zsh</source>
        <translation>bash, zsh</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>Windows</translation>
    </message>
    <message>
        <source>PowerShell</source>
        <translation>PowerShell</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Den Befehl kopieren</translation>
    </message>
    <message>
        <source>Secrets as names</source>
        <translation>Geheimnisse als Namen</translation>
    </message>
    <message>
        <source>cURL command</source>
        <translation>cURL-Befehl</translation>
    </message>
</context>
<context>
    <name>bourse::gui::DecisionDialog</name>
    <message>
        <source>%1 bought this lead</source>
        <translation>%1 hat diesen Lead gekauft</translation>
    </message>
    <message>
        <source>%1 did not buy this lead</source>
        <translation>%1 hat diesen Lead nicht gekauft</translation>
    </message>
    <message>
        <source>Take back the sale to %1</source>
        <translation>Verkauf an %1 zurücknehmen</translation>
    </message>
    <message>
        <source>The sale is booked as if the buyer had answered so. This cannot be undone; a sale can be taken back.</source>
        <translation>Der Verkauf wird gebucht, als hätte der Käufer so geantwortet. Das lässt sich nicht rückgängig machen; ein Verkauf kann zurückgenommen werden.</translation>
    </message>
    <message>
        <source>What the post held of the buyer&apos;s caps and balance is given back, and the lead ends unsold. This cannot be undone.</source>
        <translation>Was der Post von den Caps und dem Guthaben des Käufers hielt, wird zurückgegeben, und der Lead endet unverkauft. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Each line of the sale is reversed in the ledger, for the buyer and for the source. This cannot be undone.</source>
        <translation>Jede Zeile des Verkaufs wird im Hauptbuch storniert, für den Käufer und für die Quelle. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Price in %1</source>
        <translation>Preis in %1</translation>
    </message>
    <message>
        <source>&amp;Price in %1</source>
        <translation>&amp;Preis in %1</translation>
    </message>
    <message>
        <source>Who says so, and why</source>
        <translation>Wer sagt das, und warum</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Book the sale</source>
        <translation>Verkauf buchen</translation>
    </message>
    <message>
        <source>Not bought</source>
        <translation>Nicht gekauft</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>The price is an amount like %1.</source>
        <translation>Der Preis ist ein Betrag wie %1.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::EditorHeader</name>
    <message>
        <source>Never send a post again</source>
        <translation>Einen Post nie erneut senden</translation>
    </message>
    <message>
        <source>Let posts of unknown fate be sent again</source>
        <translation>Posts mit unbekanntem Ausgang erneut senden lassen</translation>
    </message>
    <message>
        <source>The buyer knows a post that is sent again</source>
        <translation>Der Käufer erkennt einen erneut gesendeten Post</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>No sample lead</source>
        <translation>Kein Beispiel-Lead</translation>
    </message>
    <message>
        <source>Integration</source>
        <translation>Integration</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Secrets (Ctrl+Alt+S)</source>
        <translation>Geheimnisse (Strg+Alt+S)</translation>
    </message>
    <message>
        <source>Undo: %1 (Ctrl+Z)</source>
        <translation>Rückgängig: %1 (Strg+Z)</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>Nichts rückgängig zu machen</translation>
    </message>
    <message>
        <source>Redo: %1 (Ctrl+Shift+Z)</source>
        <translation>Wiederholen: %1 (Strg+Umschalt+Z)</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>Nichts zu wiederholen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Import into this integration (Ctrl+I)</source>
        <translation>In diese Integration importieren (Strg+I)</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Add or remove a step</source>
        <translation>Einen Schritt hinzufügen oder entfernen</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Previous sample (Alt+Page up)</source>
        <translation>Voriges Beispiel (Alt+Bild auf)</translation>
    </message>
    <message>
        <source>Next sample (Alt+Page down)</source>
        <translation>Nächstes Beispiel (Alt+Bild ab)</translation>
    </message>
    <message>
        <source>Send to</source>
        <translation>Senden an</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>The buyer&apos;s test address</source>
        <translation>Die Testadresse des Käufers</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>The buyer&apos;s live address: what is sent there may be bought</source>
        <translation>Die Live-Adresse des Käufers: Was dorthin geht, kann gekauft werden</translation>
    </message>
    <message>
        <source>Send test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>%1 umbenennen</translation>
    </message>
    <message>
        <source>Name: %1</source>
        <translation>Name: %1</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Vertical and steps: %1</source>
        <translation>Branche und Schritte: %1</translation>
    </message>
    <message>
        <source>%1. Choose the vertical whose leads are shown (Ctrl+Alt+V)</source>
        <translation>%1. Die Branche wählen, deren Leads gezeigt werden (Strg+Alt+V)</translation>
    </message>
    <message>
        <source>No vertical</source>
        <translation>Keine Branche</translation>
    </message>
    <message>
        <source>%1 blocking problems, %2 warnings</source>
        <translation>%1 sperrende Probleme, %2 Warnungen</translation>
    </message>
    <message>
        <source>Change how long the buyer may take in this step</source>
        <translation>Ändern, wie lange der Käufer in diesem Schritt brauchen darf</translation>
    </message>
    <message>
        <source>Sample lead: %1, %2 of %3</source>
        <translation>Beispiel-Lead: %1, %2 von %3</translation>
    </message>
    <message>
        <source>Send live</source>
        <translation>Live senden</translation>
    </message>
    <message>
        <source>Send this sample to the live address</source>
        <translation>Dieses Beispiel an die Live-Adresse senden</translation>
    </message>
    <message>
        <source>Send this sample to the test address</source>
        <translation>Dieses Beispiel an die Testadresse senden</translation>
    </message>
    <message>
        <source>%1 (Ctrl+Enter)</source>
        <translation>%1 (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gesichert</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>never published</source>
        <translation>nie veröffentlicht</translation>
    </message>
    <message>
        <source>as published in v%1</source>
        <translation>wie in v%1 veröffentlicht</translation>
    </message>
    <message>
        <source>1 change since published v%2</source>
        <translation>1 Änderung seit der veröffentlichten v%2</translation>
    </message>
    <message>
        <source>%1 changes since published v%2</source>
        <translation>%1 Änderungen seit der veröffentlichten v%2</translation>
    </message>
    <message>
        <source>kept here until the market is back</source>
        <translation>hier behalten, bis der Markt zurück ist</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>noch nicht gesichert</translation>
    </message>
    <message>
        <source>saving…</source>
        <translation>wird gesichert …</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>nicht gesichert</translation>
    </message>
    <message>
        <source>saved %1</source>
        <translation>gesichert %1</translation>
    </message>
    <message>
        <source>publishing…</source>
        <translation>wird veröffentlicht …</translation>
    </message>
    <message>
        <source>1 problem blocks publishing (F8)</source>
        <translation>1 Problem verhindert das Veröffentlichen (F8)</translation>
    </message>
    <message>
        <source>%1 problems block publishing (F8)</source>
        <translation>%1 Probleme verhindern das Veröffentlichen (F8)</translation>
    </message>
    <message>
        <source>The document is not valid yet</source>
        <translation>Das Dokument ist noch nicht gültig</translation>
    </message>
    <message>
        <source>The market is not running</source>
        <translation>Der Markt läuft nicht</translation>
    </message>
    <message>
        <source>Nothing has changed since v%1</source>
        <translation>Seit v%1 hat sich nichts geändert</translation>
    </message>
    <message>
        <source>Publishing…</source>
        <translation>Wird veröffentlicht …</translation>
    </message>
    <message>
        <source>Make this the live configuration</source>
        <translation>Dies zur geltenden Konfiguration machen</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Newest leads</source>
        <translation>Neueste Leads</translation>
    </message>
    <message>
        <source>Edge cases</source>
        <translation>Grenzfälle</translation>
    </message>
    <message>
        <source>There is no lead of this vertical yet</source>
        <translation>Von dieser Branche gibt es noch keinen Lead</translation>
    </message>
    <message>
        <source>No time limit</source>
        <translation>Keine Zeitgrenze</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Time limit %1 ms</source>
        <translation>Zeitgrenze %1 ms</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
</context>
<context>
    <name>bourse::gui::EditorTools</name>
    <message>
        <source>Go to the request</source>
        <translation>Zur Anfrage gehen</translation>
    </message>
    <message>
        <source>Go to the signature</source>
        <translation>Zur Signatur gehen</translation>
    </message>
    <message>
        <source>Go to the response</source>
        <translation>Zur Antwort gehen</translation>
    </message>
    <message>
        <source>Go to the cURL command</source>
        <translation>Zum cURL-Befehl gehen</translation>
    </message>
    <message>
        <source>the test of %1</source>
        <translation>der Test von %1</translation>
    </message>
    <message>
        <source>Restore v%1</source>
        <translation>v%1 wiederherstellen</translation>
    </message>
    <message>
        <source>v%1 is in the draft; nothing is live before Publish</source>
        <translation>v%1 steht im Entwurf; nichts gilt vor Veröffentlichen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Replace secrets?</source>
        <translation>Geheimnisse ersetzen?</translation>
    </message>
    <message>
        <source>The secret %1 has a value already.</source>
        <translation>Das Geheimnis %1 hat schon einen Wert.</translation>
    </message>
    <message>
        <source>These secrets have a value already: %1.</source>
        <translation>Diese Geheimnisse haben schon einen Wert: %1.</translation>
    </message>
    <message>
        <source>The text that you imported has another for it. The present value cannot be brought back once it is replaced.</source>
        <translation>Der importierte Text enthält einen anderen. Der jetzige Wert lässt sich nicht zurückholen, wenn er ersetzt ist.</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>&amp;Keep the present</source>
        <translation>Den jetzigen &amp;behalten</translation>
    </message>
    <message>
        <source>The secret %1 could not be kept: %2</source>
        <translation>Das Geheimnis %1 konnte nicht behalten werden: %2</translation>
    </message>
    <message>
        <source>what was sent for this lead at %1</source>
        <translation>dem, was für diesen Lead um %1 gesendet wurde</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ExactView</name>
    <message>
        <source>… %1 more bytes are sent and not shown</source>
        <translation>… %1 weitere Bytes werden gesendet und nicht gezeigt</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FailureView</name>
    <message>
        <source>The market could not start</source>
        <translation>Der Markt konnte nicht starten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Details are on the clipboard</source>
        <translation>Die Einzelheiten sind in der Zwischenablage</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>Ein Grund wurde nicht genannt.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FileCheckView</name>
    <message>
        <source>live endpoint</source>
        <translation>Live-Endpunkt</translation>
    </message>
    <message>
        <source>%1 endpoint</source>
        <translation>%1-Endpunkt</translation>
    </message>
    <message>
        <source>authentication</source>
        <translation>Authentifizierung</translation>
    </message>
    <message>
        <source>address of %1</source>
        <translation>Adresse von %1</translation>
    </message>
    <message>
        <source>host list</source>
        <translation>Hostliste</translation>
    </message>
    <message>
        <source>Integration file</source>
        <translation>Integrationsdatei</translation>
    </message>
    <message>
        <source>What this version does not know</source>
        <translation>Was diese Version nicht kennt</translation>
    </message>
    <message>
        <source>An integration that was exported from Bourse: %1. %2 Secrets are never in a file; they are asked for when it is used.</source>
        <translation>Eine aus Bourse exportierte Integration: %1. %2 Geheimnisse stehen nie in einer Datei; nach ihnen wird bei der Verwendung gefragt.</translation>
    </message>
    <message>
        <source>no step</source>
        <translation>kein Schritt</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>One sample answer.</source>
        <translation>Eine Beispielantwort.</translation>
    </message>
    <message>
        <source>%1 sample answers.</source>
        <translation>%1 Beispielantworten.</translation>
    </message>
    <message>
        <source>It names no host.</source>
        <translation>Sie nennt keinen Host.</translation>
    </message>
    <message>
        <source>It would talk to these hosts. Tick those you know; what talks to another is left out.</source>
        <translation>Sie würde mit diesen Hosts sprechen. Haken Sie die an, die Sie kennen; was mit einem anderen spricht, bleibt weg.</translation>
    </message>
    <message>
        <source>%1  (%2)</source>
        <translation>%1  (%2)</translation>
    </message>
    <message>
        <source>I know %1</source>
        <translation>Ich kenne %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Everything in it is understood.</source>
        <translation>Alles darin ist verstanden.</translation>
    </message>
    <message>
        <source>One thing in it is not understood; it can be opened and put right, not published.</source>
        <translation>Eines darin ist nicht verstanden; sie lässt sich öffnen und richten, nicht veröffentlichen.</translation>
    </message>
    <message>
        <source>%1 things in it are not understood; it can be opened and put right, not published.</source>
        <translation>%1 Dinge darin sind nicht verstanden; sie lässt sich öffnen und richten, nicht veröffentlichen.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FilterChip</name>
    <message>
        <source>%1, %2 leads</source>
        <translation>%1, %2 Leads</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FilterChips</name>
    <message>
        <source>Ready-made filters</source>
        <translation>Fertige Filter</translation>
    </message>
    <message>
        <source>All today</source>
        <translation>Alle von heute</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Verkauft</translation>
    </message>
    <message>
        <source>Unsold</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dublette</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FilterField</name>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Keys: status, buyer, source, state, latency, price, reason, time, id</source>
        <translation>Schlüssel: status, buyer, source, state, latency, price, reason, time, id</translation>
    </message>
    <message>
        <source>All leads. Try status:sold state:TX latency&gt;400</source>
        <translation>Alle Leads. Versuchen Sie status:sold state:TX latency&gt;400</translation>
    </message>
    <message>
        <source>Clear the filter (Esc)</source>
        <translation>Den Filter leeren (Esc)</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FilterPopup</name>
    <message>
        <source>What can stand here</source>
        <translation>Was hier stehen kann</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>Angebote</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>annehmen</translation>
    </message>
    <message>
        <source>did you mean %1?</source>
        <translation>meinten Sie %1?</translation>
    </message>
</context>
<context>
    <name>bourse::gui::HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>Hilfe durchsuchen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>No page has these words.</source>
        <translation>Keine Seite enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Show all pages</source>
        <translation>Alle Seiten zeigen</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ImportBox</name>
    <message>
        <source>What the buyer gave you</source>
        <translation>Was der Käufer Ihnen gab</translation>
    </message>
    <message>
        <source>Paste or drop what the buyer gave you:

· a cURL command
· a Postman collection, OpenAPI or HAR file
· a sample request: JSON, XML, a=1&amp;b=2
· the table of fields from their document
· an integration that was exported from Bourse</source>
        <translation>Fügen Sie ein oder ziehen Sie hierher, was der Käufer Ihnen gab:

· einen cURL-Befehl
· eine Postman-Sammlung, OpenAPI- oder HAR-Datei
· eine Beispielanfrage: JSON, XML, a=1&amp;b=2
· die Feldtabelle aus seinem Dokument
· eine aus Bourse exportierte Integration</translation>
    </message>
    <message>
        <source>… shortened here; all %1 are read.</source>
        <translation>… hier gekürzt; alle %1 werden gelesen.</translation>
    </message>
    <message>
        <source>%1 could not be read: %2</source>
        <translation>%1 konnte nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 has %2; at most 5 MB are read.</source>
        <translation>%1 hat %2; höchstens 5 MB werden gelesen.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ImportDialog</name>
    <message>
        <source>Import into this integration</source>
        <translation>In diese Integration importieren</translation>
    </message>
    <message>
        <source>Import a buyer</source>
        <translation>Einen Käufer importieren</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>Find out what it is</source>
        <translation>Herausfinden, was es ist</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Eine Datei wählen …</translation>
    </message>
    <message>
        <source>&amp;Read as</source>
        <translation>&amp;Lesen als</translation>
    </message>
    <message>
        <source>What will be mapped is shown here before anything is made.</source>
        <translation>Was zugeordnet wird, steht hier, bevor etwas entsteht.</translation>
    </message>
    <message>
        <source>Mapping, requests, report, secrets</source>
        <translation>Zuordnung, Anfragen, Bericht, Geheimnisse</translation>
    </message>
    <message>
        <source>Only what to check</source>
        <translation>Nur zu prüfende</translation>
    </message>
    <message>
        <source>What will be mapped</source>
        <translation>Was zugeordnet wird</translation>
    </message>
    <message>
        <source>Requests that were read</source>
        <translation>Gelesene Anfragen</translation>
    </message>
    <message>
        <source>What was not understood, and what to look at</source>
        <translation>Was nicht verstanden wurde und was anzusehen ist</translation>
    </message>
    <message>
        <source>Secrets that were found, by name</source>
        <translation>Gefundene Geheimnisse, nach Namen</translation>
    </message>
    <message>
        <source>Vertical whose leads are sent</source>
        <translation>Branche, deren Leads gesendet werden</translation>
    </message>
    <message>
        <source>Find out by the targets</source>
        <translation>Nach den Zielen herausfinden</translation>
    </message>
    <message>
        <source>Step that the request becomes</source>
        <translation>Schritt, zu dem die Anfrage wird</translation>
    </message>
    <message>
        <source>S&amp;tep</source>
        <translation>S&amp;chritt</translation>
    </message>
    <message>
        <source>&amp;Leads of</source>
        <translation>&amp;Leads von</translation>
    </message>
    <message>
        <source>Where the import goes</source>
        <translation>Wohin der Import geht</translation>
    </message>
    <message>
        <source>Into this integration</source>
        <translation>In diese Integration</translation>
    </message>
    <message>
        <source>A new integration</source>
        <translation>Eine neue Integration</translation>
    </message>
    <message>
        <source>Rows that are there already</source>
        <translation>Zeilen, die schon da sind</translation>
    </message>
    <message>
        <source>Keep rows that are mapped</source>
        <translation>Zugeordnete Zeilen behalten</translation>
    </message>
    <message>
        <source>Replace rows of the same target</source>
        <translation>Zeilen mit gleichem Ziel ersetzen</translation>
    </message>
    <message>
        <source>Name of the integration</source>
        <translation>Name der Integration</translation>
    </message>
    <message>
        <source>Short name of the integration</source>
        <translation>Kurzname der Integration</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Short name</source>
        <translation>&amp;Kurzname</translation>
    </message>
    <message>
        <source>The buyer&apos;s address, which the text does not name</source>
        <translation>Die Adresse des Käufers, die der Text nicht nennt</translation>
    </message>
    <message>
        <source>https://api.buyer.com/leads, if you know it already</source>
        <translation>https://api.buyer.com/leads, falls Sie sie schon kennen</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Found: %1</source>
        <translation>Gefunden: %1</translation>
    </message>
    <message>
        <source>%1, %2 % sure. %3</source>
        <translation>%1, zu %2 % sicher. %3</translation>
    </message>
    <message>
        <source>It may also be: %1.</source>
        <translation>Es könnte auch sein: %1.</translation>
    </message>
    <message>
        <source>Report %1</source>
        <translation>Bericht %1</translation>
    </message>
    <message>
        <source>Nothing could be read. The text is kept at the left.</source>
        <translation>Nichts konnte gelesen werden. Der Text bleibt links stehen.</translation>
    </message>
    <message>
        <source>Mapping %1 of %2</source>
        <translation>Zuordnung %1 von %2</translation>
    </message>
    <message>
        <source>Requests %1</source>
        <translation>Anfragen %1</translation>
    </message>
    <message>
        <source>Only what to check (%1)</source>
        <translation>Nur zu prüfende (%1)</translation>
    </message>
    <message>
        <source>Secrets %1</source>
        <translation>Geheimnisse %1</translation>
    </message>
    <message>
        <source>These secrets were in the text. The market is not running, so their values cannot be kept now; you will be asked for them.</source>
        <translation>Diese Geheimnisse standen im Text. Der Markt läuft nicht, deshalb können ihre Werte jetzt nicht behalten werden; Sie werden danach gefragt.</translation>
    </message>
    <message>
        <source>These secrets were in the text. Their values go to %1; the integration only has their names.</source>
        <translation>Diese Geheimnisse standen im Text. Ihre Werte kommen in %1; die Integration hat nur ihre Namen.</translation>
    </message>
    <message>
        <source>Give the integration a name.</source>
        <translation>Geben Sie der Integration einen Namen.</translation>
    </message>
    <message>
        <source>A short name has small letters a–z, digits, - and _, at most 64.</source>
        <translation>Ein Kurzname hat kleine Buchstaben a–z, Ziffern, - und _, höchstens 64.</translation>
    </message>
    <message>
        <source>Another integration has this short name.</source>
        <translation>Eine andere Integration hat diesen Kurznamen.</translation>
    </message>
    <message>
        <source>This is no address of a server; it looks like https://api.buyer.com/leads.</source>
        <translation>Das ist keine Adresse eines Servers; sie sieht aus wie https://api.buyer.com/leads.</translation>
    </message>
    <message>
        <source>Open without one host</source>
        <translation>Ohne einen Host öffnen</translation>
    </message>
    <message>
        <source>Open without %1 hosts</source>
        <translation>Ohne %1 Hosts öffnen</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Import into it</source>
        <translation>Hinein importieren</translation>
    </message>
    <message>
        <source>Make the integration</source>
        <translation>Integration anlegen</translation>
    </message>
    <message>
        <source>Import %1 rows from: %2</source>
        <translation>%1 Zeilen importieren aus: %2</translation>
    </message>
    <message>
        <source>Import a file</source>
        <translation>Eine Datei importieren</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ImportFieldDelegate</name>
    <message>
        <source>Where %1 comes from</source>
        <translation>Woher %1 kommt</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ImportMapModel</name>
    <message>
        <source>%1, %2 %</source>
        <translation>%1, %2 %</translation>
    </message>
    <message>
        <source>Always empty</source>
        <translation>Immer leer</translation>
    </message>
    <message>
        <source>Always “%1”</source>
        <translation>Immer „%1“</translation>
    </message>
    <message>
        <source>Leave it open</source>
        <translation>Offen lassen</translation>
    </message>
    <message>
        <source>always “%1”</source>
        <translation>immer „%1“</translation>
    </message>
    <message>
        <source>%1, from an earlier answer</source>
        <translation>%1, aus einer früheren Antwort</translation>
    </message>
    <message>
        <source>computed: %1</source>
        <translation>berechnet: %1</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>One value has no counterpart: %1</source>
        <translation>Ein Wert hat keine Entsprechung: %1</translation>
    </message>
    <message>
        <source>%1 values have no counterpart</source>
        <translation>%1 Werte haben keine Entsprechung</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>PII</source>
        <translation>PII</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Kommt aus</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>Sicher</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ImportReportModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation>Nicht verstanden</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>What was found, and where</source>
        <translation>Was gefunden wurde und wo</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ImportRequestModel</name>
    <message>
        <source>Taken</source>
        <translation>Übernommen</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Weggelassen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
</context>
<context>
    <name>bourse::gui::IntegrationEditor</name>
    <message>
        <source>Integration editor</source>
        <translation>Integrationseditor</translation>
    </message>
    <message>
        <source>Reading the integration…</source>
        <translation>Die Integration wird gelesen …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The integration could not be read: %1</source>
        <translation>Die Integration konnte nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Lead fields</source>
        <translation>Felder des Leads</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>Zuordnung</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>The draft could not be kept: %1</source>
        <translation>Der Entwurf konnte nicht behalten werden: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Send test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <source>Secrets of the integration</source>
        <translation>Geheimnisse der Integration</translation>
    </message>
    <message>
        <source>Save the draft now</source>
        <translation>Den Entwurf jetzt sichern</translation>
    </message>
    <message>
        <source>Previous sample</source>
        <translation>Voriges Beispiel</translation>
    </message>
    <message>
        <source>Next sample</source>
        <translation>Nächstes Beispiel</translation>
    </message>
    <message>
        <source>Find a lead field</source>
        <translation>Ein Feld des Leads finden</translation>
    </message>
    <message>
        <source>Go to the mapping</source>
        <translation>Zur Zuordnung gehen</translation>
    </message>
    <message>
        <source>Refuse leads when…</source>
        <translation>Leads ablehnen, wenn …</translation>
    </message>
    <message>
        <source>Choose the vertical whose leads are shown</source>
        <translation>Die Branche wählen, deren Leads gezeigt werden</translation>
    </message>
    <message>
        <source>Show or hide the lead&apos;s fields</source>
        <translation>Felder des Leads zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Show or hide the mapping</source>
        <translation>Zuordnung zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Show or hide the problems</source>
        <translation>Probleme zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Switch between test and live</source>
        <translation>Zwischen Test und Live wechseln</translation>
    </message>
    <message>
        <source>Others of the workspace</source>
        <translation>Andere des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>%1 (not in this workspace)</source>
        <translation>%1 (nicht in diesem Arbeitsbereich)</translation>
    </message>
    <message>
        <source>The workspace has no vertical</source>
        <translation>Der Arbeitsbereich hat keine Branche</translation>
    </message>
    <message>
        <source>This integration is made for %1</source>
        <translation>Diese Integration ist für %1 gemacht</translation>
    </message>
    <message>
        <source>Name of the integration</source>
        <translation>Name der Integration</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>A name has at least one character.</source>
        <translation>Ein Name hat mindestens ein Zeichen.</translation>
    </message>
    <message>
        <source>Rename to %1</source>
        <translation>In %1 umbenennen</translation>
    </message>
    <message>
        <source>Time limit of %1</source>
        <translation>Zeitgrenze von %1</translation>
    </message>
    <message>
        <source>Milliseconds from the first byte sent to the last byte received; empty for none of its own.</source>
        <translation>Millisekunden vom ersten gesendeten bis zum letzten empfangenen Byte; leer für keine eigene.</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>Take the time limit away</source>
        <translation>Die Zeitgrenze wegnehmen</translation>
    </message>
    <message>
        <source>A time limit is a whole number from 1 to 600,000 ms.</source>
        <translation>Eine Zeitgrenze ist eine ganze Zahl von 1 bis 600.000 ms.</translation>
    </message>
    <message>
        <source>Set the time limit to %1 ms</source>
        <translation>Die Zeitgrenze auf %1 ms setzen</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <translation>%1 veröffentlichen</translation>
    </message>
    <message>
        <source>It becomes version %1 and is used by the next lead.</source>
        <translation>Es wird Version %1 und gilt ab dem nächsten Lead.</translation>
    </message>
    <message>
        <source>It becomes version 1 and can be used by trees.</source>
        <translation>Es wird Version 1 und kann von Bäumen verwendet werden.</translation>
    </message>
    <message>
        <source>Say in a few words what has changed.</source>
        <translation>Sagen Sie in wenigen Worten, was sich geändert hat.</translation>
    </message>
    <message>
        <source>Somebody has published another version since. Look at Versions first.</source>
        <translation>Inzwischen hat jemand eine andere Version veröffentlicht. Sehen Sie zuerst unter Versionen nach.</translation>
    </message>
    <message>
        <source>Not published: %1</source>
        <translation>Nicht veröffentlicht: %1</translation>
    </message>
    <message>
        <source>%1 is published as v%2</source>
        <translation>%1 ist als v%2 veröffentlicht</translation>
    </message>
</context>
<context>
    <name>bourse::gui::IntegrationList</name>
    <message>
        <source>Buyers</source>
        <translation>Käufer</translation>
    </message>
    <message>
        <source>Find an integration</source>
        <translation>Eine Integration finden</translation>
    </message>
    <message>
        <source>Find by name, slug or tree</source>
        <translation>Nach Name, Kurzname oder Baum finden</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>From a template</source>
        <translation>Aus einer Vorlage</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Import a buyer from a cURL line, a file or a specification (Ctrl+I)</source>
        <translation>Einen Käufer aus einer cURL-Zeile, einer Datei oder einer Spezifikation importieren (Strg+I)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Integrations</source>
        <translation>Integrationen</translation>
    </message>
    <message>
        <source>Reading the integrations…</source>
        <translation>Die Integrationen werden gelesen …</translation>
    </message>
    <message>
        <source>No buyer is connected yet.</source>
        <translation>Noch ist kein Käufer angebunden.</translation>
    </message>
    <message>
        <source>Import a buyer</source>
        <translation>Einen Käufer importieren</translation>
    </message>
    <message>
        <source>No integration matches.</source>
        <translation>Keine Integration passt.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Discard the draft</source>
        <translation>Den Entwurf verwerfen</translation>
    </message>
</context>
<context>
    <name>bourse::gui::IntegrationListModel</name>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>v%1</source>
        <translation>v%1</translation>
    </message>
    <message>
        <source>not published</source>
        <translation>nicht veröffentlicht</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Draft, saved %1</source>
        <translation>Entwurf, gesichert %1</translation>
    </message>
    <message>
        <source>no tree yet</source>
        <translation>noch kein Baum</translation>
    </message>
    <message>
        <source>Integration</source>
        <translation>Integration</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Verwendet von</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LatencyChart</name>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Latency in milliseconds, received to answered</source>
        <translation>Latenz in Millisekunden, vom Empfang bis zur Antwort</translation>
    </message>
    <message>
        <source>No lead has been answered in this time yet</source>
        <translation>In dieser Zeit wurde noch kein Lead beantwortet</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LatestModel</name>
    <message>
        <source>Asking buyers</source>
        <translation>Käufer werden gefragt</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Buyer and detail</source>
        <translation>Käufer und Einzelheit</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadFieldModel</name>
    <message>
        <source>not in the schema</source>
        <translation>nicht im Schema</translation>
    </message>
    <message>
        <source>carried from answers</source>
        <translation>aus Antworten übernommen</translation>
    </message>
    <message>
        <source>variables</source>
        <translation>Variablen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Personal data</source>
        <translation>Persönliche Daten</translation>
    </message>
    <message>
        <source>personal data</source>
        <translation>persönliche Daten</translation>
    </message>
    <message>
        <source>mapped</source>
        <translation>zugeordnet</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadFieldPane</name>
    <message>
        <source>Lead fields</source>
        <translation>Felder des Leads</translation>
    </message>
    <message>
        <source>Hide the lead&apos;s fields</source>
        <translation>Felder des Leads verbergen</translation>
    </message>
    <message>
        <source>Find field or value</source>
        <translation>Feld oder Wert finden</translation>
    </message>
    <message>
        <source>A dot marks a mapped field, a lock personal data</source>
        <translation>Ein Punkt bezeichnet ein zugeordnetes Feld, ein Schloss persönliche Daten</translation>
    </message>
    <message>
        <source>Mapped</source>
        <translation>Zugeordnet</translation>
    </message>
    <message>
        <source>Personal data</source>
        <translation>Persönliche Daten</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadMatrixModel</name>
    <message>
        <source>fails</source>
        <translation>scheitert</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>weggelassen</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>nicht gelaufen</translation>
    </message>
    <message>
        <source>%1 with %2: %3</source>
        <translation>%1 mit %2: %3</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Fails</source>
        <translation>Scheitert</translation>
    </message>
    <message>
        <source>Why, the first time</source>
        <translation>Warum, beim ersten Mal</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadMatrixView</name>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Only failures</source>
        <translation>Nur Fehlschläge</translation>
    </message>
    <message>
        <source>Run over the last leads</source>
        <translation>Über die letzten Leads laufen lassen</translation>
    </message>
    <message>
        <source>Run the step over the last %1 leads</source>
        <translation>Den Schritt über die letzten %1 Leads laufen lassen</translation>
    </message>
    <message>
        <source>Leads that have been run</source>
        <translation>Leads, die gelaufen sind</translation>
    </message>
    <message>
        <source>Rows by leads</source>
        <translation>Zeilen nach Leads</translation>
    </message>
    <message>
        <source>The integration has an error; nothing can be sent before it is put right.</source>
        <translation>Die Integration hat einen Fehler; bevor er behoben ist, kann nichts gesendet werden.</translation>
    </message>
    <message>
        <source>The leads could not be read: %1</source>
        <translation>Die Leads konnten nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>There is no lead of this vertical yet.</source>
        <translation>Von dieser Branche gibt es noch keinen Lead.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Erneut starten</translation>
    </message>
    <message>
        <source>Reading the leads…</source>
        <translation>Die Leads werden gelesen …</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>Läuft …</translation>
    </message>
    <message>
        <source>One lead: nothing fails</source>
        <translation>Ein Lead: nichts scheitert</translation>
    </message>
    <message>
        <source>%1 leads: nothing fails</source>
        <translation>%1 Leads: nichts scheitert</translation>
    </message>
    <message>
        <source>%1 of %2 leads cannot be sent</source>
        <translation>%1 von %2 Leads können nicht gesendet werden</translation>
    </message>
    <message>
        <source>, before the last changes</source>
        <translation>, vor den letzten Änderungen</translation>
    </message>
    <message>
        <source>Runs this step over the newest leads, without sending, and shows which rows fail on which.</source>
        <translation>Lässt diesen Schritt über die neuesten Leads laufen, ohne zu senden, und zeigt, welche Zeilen an welchen scheitern.</translation>
    </message>
    <message>
        <source>No row fails on any of them.</source>
        <translation>Keine Zeile scheitert an einem von ihnen.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadsFeed</name>
    <message>
        <source>The sale is booked.</source>
        <translation>Der Verkauf ist gebucht.</translation>
    </message>
    <message>
        <source>The post is given back.</source>
        <translation>Der Post ist zurückgegeben.</translation>
    </message>
    <message>
        <source>The sale is taken back.</source>
        <translation>Der Verkauf ist zurückgenommen.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadsModel</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Test lead</source>
        <translation>Test-Lead</translation>
    </message>
    <message>
        <source>Bids that counted, of buyers asked</source>
        <translation>Gebote, die zählten, von gefragten Käufern</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Staat</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>Käufer</translation>
    </message>
    <message>
        <source>Bids</source>
        <translation>Gebote</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Payout</source>
        <translation>Auszahlung</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadsPage</name>
    <message>
        <source>Leads</source>
        <translation>Leads</translation>
    </message>
    <message>
        <source>Older leads could not be read.</source>
        <translation>Ältere Leads konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Show new leads as they come (F)</source>
        <translation>Neue Leads zeigen, wie sie kommen (F)</translation>
    </message>
    <message>
        <source>Reading leads…</source>
        <translation>Die Leads werden gelesen …</translation>
    </message>
    <message>
        <source>No lead has come in yet.</source>
        <translation>Noch ist kein Lead gekommen.</translation>
    </message>
    <message>
        <source>Send a test lead from Live</source>
        <translation>Einen Test-Lead von Live senden</translation>
    </message>
    <message>
        <source>No lead matches this filter.</source>
        <translation>Kein Lead passt auf diesen Filter.</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Den Filter leeren</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Show new leads</source>
        <translation>Neue Leads zeigen</translation>
    </message>
    <message>
        <source>Filter leads</source>
        <translation>Leads filtern</translation>
    </message>
    <message>
        <source>Older lead</source>
        <translation>Älterer Lead</translation>
    </message>
    <message>
        <source>Newer lead</source>
        <translation>Neuerer Lead</translation>
    </message>
    <message>
        <source>Copy the selected call as a curl command</source>
        <translation>Den gewählten Aufruf als curl-Befehl kopieren</translation>
    </message>
    <message>
        <source>Select a ping or a post first.</source>
        <translation>Wählen Sie zuerst einen Ping oder einen Post.</translation>
    </message>
    <message>
        <source>Follow new leads</source>
        <translation>Neuen Leads folgen</translation>
    </message>
    <message>
        <source>Every lead, newest first. The filter knows status, buyer, source, state, latency, price, reason, time and id: status:sold state:TX,FL latency&gt;400. A minus sign excludes a status. Right-click a cell to filter by it. Selecting or scrolling stops following; the blue button or F goes on. J and K step through leads, Enter goes to the lead&apos;s calls, C copies the selected call as a curl command. Personal data is masked until it is shown for 30 seconds.</source>
        <translation>Alle Leads, die neuesten zuerst. Der Filter kennt status, buyer, source, state, latency, price, reason, time und id: status:sold state:TX,FL latency&gt;400. Ein Minuszeichen schließt einen Status aus. Ein Rechtsklick auf eine Zelle filtert danach. Auswählen oder Blättern beendet das Folgen; die blaue Schaltfläche oder F setzt es fort. J und K gehen durch die Leads, Eingabe geht zu den Aufrufen des Leads, C kopiert den gewählten Aufruf als curl-Befehl. Persönliche Daten sind verdeckt, bis sie für 30 Sekunden gezeigt werden.</translation>
    </message>
    <message>
        <source>The leads could not be read.</source>
        <translation>Die Leads konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>%1 of %2, %3 ms</source>
        <translation>%1 von %2, %3 ms</translation>
    </message>
    <message>
        <source>Stop following new leads</source>
        <translation>Neuen Leads nicht mehr folgen</translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>%1 neu</translation>
    </message>
    <message>
        <source>Show %1 new leads</source>
        <translation>%1 neue Leads zeigen</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>Nur %1</translation>
    </message>
    <message>
        <source>Exclude %1</source>
        <translation>%1 ausschließen</translation>
    </message>
    <message>
        <source>Copy cell</source>
        <translation>Zelle kopieren</translation>
    </message>
    <message>
        <source>Copy lead id</source>
        <translation>Kennung des Leads kopieren</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LineEditor</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Take %1</source>
        <translation>%1 nehmen</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LivePage</name>
    <message>
        <source>Pause the live page</source>
        <translation>Die Live-Seite anhalten</translation>
    </message>
    <message>
        <source>New test lead</source>
        <translation>Neuer Test-Lead</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Figures, charts, buyers and latest leads</source>
        <translation>Zahlen, Diagramme, Käufer und neueste Leads</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume the live page</source>
        <translation>Die Live-Seite fortsetzen</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 min</translation>
    </message>
    <message>
        <source>60 min</source>
        <translation>60 min</translation>
    </message>
    <message>
        <source>6 h</source>
        <translation>6 h</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Time range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Stop and resume updates of this page (P)</source>
        <translation>Aktualisierungen dieser Seite anhalten und fortsetzen (P)</translation>
    </message>
    <message>
        <source>Send a test lead through the routing (Ctrl+T); nobody is sold anything</source>
        <translation>Einen Test-Lead durch die Vermittlung senden (Strg+T); niemandem wird etwas verkauft</translation>
    </message>
    <message>
        <source>Throughput by outcome</source>
        <translation>Durchsatz nach Ergebnis</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>ms, received to answered</source>
        <translation>ms, vom Empfang bis zur Antwort</translation>
    </message>
    <message>
        <source>Buyer health</source>
        <translation>Zustand der Käufer</translation>
    </message>
    <message>
        <source>Pause buyer</source>
        <translation>Käufer anhalten</translation>
    </message>
    <message>
        <source>Stop or resume sending leads to the selected buyer</source>
        <translation>Dem gewählten Käufer keine Leads mehr senden oder es wieder tun</translation>
    </message>
    <message>
        <source>No buyer is set up yet.</source>
        <translation>Noch ist kein Käufer eingerichtet.</translation>
    </message>
    <message>
        <source>Latest</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>Verkäufe</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Which leads are listed</source>
        <translation>Welche Leads gezeigt werden</translation>
    </message>
    <message>
        <source>Latest leads</source>
        <translation>Neueste Leads</translation>
    </message>
    <message>
        <source>No lead to show here yet.</source>
        <translation>Noch ist hier kein Lead zu zeigen.</translation>
    </message>
    <message>
        <source>Open in Leads</source>
        <translation>In Leads öffnen</translation>
    </message>
    <message>
        <source>Resume buyer</source>
        <translation>Käufer fortsetzen</translation>
    </message>
    <message>
        <source>What happens now. The tiles speak of today, charts and buyers of the range chosen above. Point at a chart to read its values. P stops the page while you look; routing goes on. Enter on a buyer or a lead opens it in Leads. Unknown means that a buyer never answered whether it took a lead; its price is held until then.</source>
        <translation>Was jetzt geschieht. Die Kacheln sprechen von heute, Diagramme und Käufer vom oben gewählten Zeitraum. Zeigen Sie auf ein Diagramm, um seine Werte zu lesen. P hält die Seite an, während Sie schauen; die Vermittlung läuft weiter. Eingabe auf einem Käufer oder Lead öffnet ihn in Leads. Unbekannt heißt, dass ein Käufer nie geantwortet hat, ob er einen Lead nahm; sein Preis wird bis dahin zurückgehalten.</translation>
    </message>
    <message>
        <source>%1 leads since midnight, %2 sold</source>
        <translation>%1 Leads seit Mitternacht, %2 verkauft</translation>
    </message>
    <message>
        <source>Paused at %1</source>
        <translation>Angehalten um %1</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>leads/s, %1 buckets</source>
        <translation>Leads/s, Abschnitte von %1</translation>
    </message>
    <message>
        <source>%1 now</source>
        <translation>%1 jetzt</translation>
    </message>
    <message>
        <source>1 buyer, by leads sold today</source>
        <translation>1 Käufer, nach heute verkauften Leads</translation>
    </message>
    <message>
        <source>%1 buyers, by leads sold today</source>
        <translation>%1 Käufer, nach heute verkauften Leads</translation>
    </message>
    <message>
        <source>All buyers</source>
        <translation>Alle Käufer</translation>
    </message>
    <message>
        <source>%1 failing</source>
        <translation>%1 gestört</translation>
    </message>
    <message>
        <source>%1 degraded</source>
        <translation>%1 beeinträchtigt</translation>
    </message>
    <message>
        <source>all well</source>
        <translation>alles in Ordnung</translation>
    </message>
    <message>
        <source> sold</source>
        <translation> verkauft</translation>
    </message>
    <message>
        <source>Problems %1</source>
        <translation>Probleme %1</translation>
    </message>
    <message>
        <source>1 unknown holds</source>
        <translation>1 Vorbehalt wegen Unbekanntem</translation>
    </message>
    <message>
        <source>%1 unknown hold</source>
        <translation>%1 Vorbehalte wegen Unbekanntem</translation>
    </message>
    <message>
        <source>No lead&apos;s fate is unknown</source>
        <translation>Von keinem Lead ist das Schicksal unbekannt</translation>
    </message>
</context>
<context>
    <name>bourse::gui::MainWindow</name>
    <message>
        <source>Find an action, a page or a lead</source>
        <translation>Eine Aktion, eine Seite oder einen Lead finden</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>Zwischen hell und dunkel wechseln</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>Show the alerts</source>
        <translation>Die Warnungen zeigen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Help for this page</source>
        <translation>Hilfe zu dieser Seite</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>Leads</translation>
    </message>
    <message>
        <source>Buyers</source>
        <translation>Käufer</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Zu %1 gehen</translation>
    </message>
    <message>
        <source>No workspace</source>
        <translation>Kein Arbeitsbereich</translation>
    </message>
    <message>
        <source>1 buyer</source>
        <translation>1 Käufer</translation>
    </message>
    <message>
        <source>%1 buyers</source>
        <translation>%1 Käufer</translation>
    </message>
    <message>
        <source>%1 – Bourse</source>
        <translation>%1 – Bourse</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>No alerts: every buyer answers.</source>
        <translation>Keine Warnungen: Jeder Käufer antwortet.</translation>
    </message>
    <message>
        <source>There is no source yet that a lead could come from.</source>
        <translation>Noch gibt es keine Quelle, aus der ein Lead kommen könnte.</translation>
    </message>
    <message>
        <source>The test lead was refused: %1</source>
        <translation>Der Test-Lead wurde abgelehnt: %1</translation>
    </message>
    <message>
        <source>Test lead: %1</source>
        <translation>Test-Lead: %1</translation>
    </message>
    <message>
        <source>%1 could not be changed: %2</source>
        <translation>%1 konnte nicht geändert werden: %2</translation>
    </message>
    <message>
        <source>%1 is paused; published as version %2</source>
        <translation>%1 ist angehalten; als Version %2 veröffentlicht</translation>
    </message>
    <message>
        <source>%1 is active; published as version %2</source>
        <translation>%1 ist aktiv; als Version %2 veröffentlicht</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Rückgaben</translation>
    </message>
    <message>
        <source>Suppressions</source>
        <translation>Sperrlisten</translation>
    </message>
</context>
<context>
    <name>bourse::gui::MappingModel</name>
    <message>
        <source>No source</source>
        <translation>Keine Quelle</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>Konstante</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Carried value</source>
        <translation>Übernommener Wert</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheimnis</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variable</translation>
    </message>
    <message>
        <source>Named value</source>
        <translation>Benannter Wert</translation>
    </message>
    <message>
        <source>Look-up</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Computed</source>
        <translation>Berechnet</translation>
    </message>
    <message>
        <source>First of several</source>
        <translation>Erstes von mehreren</translation>
    </message>
    <message>
        <source>Body within the value</source>
        <translation>Rumpf im Wert</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>As written</source>
        <translation>Wie geschrieben</translation>
    </message>
    <message>
        <source>Invalid</source>
        <translation>Ungültig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>PII</source>
        <translation>PII</translation>
    </message>
    <message>
        <source>No match</source>
        <translation>Keine Entsprechung</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Weggelassen</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>for each %1</source>
        <translation>für jedes %1</translation>
    </message>
    <message>
        <source>once</source>
        <translation>einmal</translation>
    </message>
    <message>
        <source>Without an address nothing can be sent.</source>
        <translation>Ohne Adresse kann nichts gesendet werden.</translation>
    </message>
    <message>
        <source>Its condition does not hold on this sample.</source>
        <translation>Die Bedingung trifft auf dieses Beispiel nicht zu.</translation>
    </message>
    <message>
        <source>It has no value on this sample.</source>
        <translation>Bei diesem Beispiel hat sie keinen Wert.</translation>
    </message>
    <message>
        <source>Shown again when the document is valid.</source>
        <translation>Wird wieder gezeigt, wenn das Dokument gültig ist.</translation>
    </message>
    <message>
        <source>The rows around it are not written on this sample.</source>
        <translation>Die Zeilen darum werden bei diesem Beispiel nicht geschrieben.</translation>
    </message>
    <message>
        <source>this sample</source>
        <translation>dieses Beispiel</translation>
    </message>
    <message>
        <source>This sample is not offered to the buyer: %1</source>
        <translation>Dieses Beispiel wird dem Käufer nicht angeboten: %1</translation>
    </message>
    <message>
        <source>This sample is not refused for this reason.</source>
        <translation>Dieses Beispiel wird nicht aus diesem Grund abgelehnt.</translation>
    </message>
    <message>
        <source>Leads it does not take</source>
        <translation>Leads, die er nicht nimmt</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Rumpf</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>required</source>
        <translation>Pflicht</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>, dann </translation>
    </message>
    <message>
        <source>Target path</source>
        <translation>Zielpfad</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Pflicht</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Transforms</source>
        <translation>Umwandlungen</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
</context>
<context>
    <name>bourse::gui::MappingPane</name>
    <message>
        <source>Mapping</source>
        <translation>Zuordnung</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Pflicht</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Rows shown</source>
        <translation>Gezeigte Zeilen</translation>
    </message>
    <message>
        <source>Refuse leads when… (Ctrl+Alt+R)</source>
        <translation>Leads ablehnen, wenn … (Strg+Alt+R)</translation>
    </message>
    <message>
        <source>Add a row (Insert)</source>
        <translation>Eine Zeile hinzufügen (Einfg)</translation>
    </message>
    <message>
        <source>Show all rows</source>
        <translation>Alle Zeilen zeigen</translation>
    </message>
    <message>
        <source>“%1” removed</source>
        <translation>„%1“ entfernt</translation>
    </message>
    <message>
        <source>No row has a problem on this sample.</source>
        <translation>Keine Zeile hat bei diesem Beispiel ein Problem.</translation>
    </message>
    <message>
        <source>The buyer&apos;s specification names no required target for this step.</source>
        <translation>Die Spezifikation des Käufers nennt für diesen Schritt kein Pflichtziel.</translation>
    </message>
    <message>
        <source>There is no step yet. Add one with the plus sign beside the steps.</source>
        <translation>Noch gibt es keinen Schritt. Fügen Sie mit dem Pluszeichen neben den Schritten einen hinzu.</translation>
    </message>
    <message>
        <source>Select the row that should take this value first.</source>
        <translation>Wählen Sie zuerst die Zeile, die diesen Wert nehmen soll.</translation>
    </message>
    <message>
        <source>name</source>
        <translation>name</translation>
    </message>
    <message>
        <source>new_field</source>
        <translation>neues_feld</translation>
    </message>
    <message>
        <source>A text body has no rows; its template is edited under Body.</source>
        <translation>Ein Textrumpf hat keine Zeilen; seine Vorlage wird unter Rumpf bearbeitet.</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 entfernt</translation>
    </message>
    <message>
        <source>%1 sends no personal field of the lead.</source>
        <translation>%1 sendet kein persönliches Feld des Leads.</translation>
    </message>
    <message>
        <source>Why does the ping send %1?</source>
        <translation>Warum sendet der Ping %1?</translation>
    </message>
    <message>
        <source>A ping goes to buyers that may not buy. The reason is kept with the integration.</source>
        <translation>Ein Ping geht an Käufer, die vielleicht nicht kaufen. Der Grund bleibt bei der Integration.</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Erfassen</translation>
    </message>
    <message>
        <source>Write a reason that somebody else will understand.</source>
        <translation>Schreiben Sie einen Grund, den auch andere verstehen.</translation>
    </message>
    <message>
        <source>%1 is sent with the post</source>
        <translation>%1 wird mit dem Post gesendet</translation>
    </message>
    <message>
        <source>The post has no rows that %1 could be added to.</source>
        <translation>Der Post hat keine Zeilen, zu denen %1 kommen könnte.</translation>
    </message>
    <message>
        <source>Change the condition…</source>
        <translation>Die Bedingung ändern …</translation>
    </message>
    <message>
        <source>Change how the pairs are written…</source>
        <translation>Ändern, wie die Paare geschrieben werden …</translation>
    </message>
    <message>
        <source>Change the source…</source>
        <translation>Die Quelle ändern …</translation>
    </message>
    <message>
        <source>F4</source>
        <translation>F4</translation>
    </message>
    <message>
        <source>Add a pair</source>
        <translation>Ein Paar hinzufügen</translation>
    </message>
    <message>
        <source>Add a transform…</source>
        <translation>Eine Umwandlung hinzufügen …</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Send only when…</source>
        <translation>Nur senden, wenn …</translation>
    </message>
    <message>
        <source>When it is empty</source>
        <translation>Wenn sie leer ist</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Send it empty</source>
        <translation>Leer senden</translation>
    </message>
    <message>
        <source>Send null</source>
        <translation>null senden</translation>
    </message>
    <message>
        <source>Leave its group out</source>
        <translation>Ihre Gruppe weglassen</translation>
    </message>
    <message>
        <source>Refuse the lead</source>
        <translation>Den Lead ablehnen</translation>
    </message>
    <message>
        <source>Send a default…</source>
        <translation>Einen Ersatzwert senden …</translation>
    </message>
    <message>
        <source>Record why it is in the ping…</source>
        <translation>Begründen, warum sie im Ping steht …</translation>
    </message>
    <message>
        <source>Move to Post</source>
        <translation>In den Post verschieben</translation>
    </message>
    <message>
        <source>Add a row below</source>
        <translation>Eine Zeile darunter hinzufügen</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>Einfg</translation>
    </message>
    <message>
        <source>Refuse leads when…</source>
        <translation>Leads ablehnen, wenn …</translation>
    </message>
    <message>
        <source>Ctrl+Alt+R</source>
        <translation>Strg+Alt+R</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Alt+Up</source>
        <translation>Alt+Auf</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Alt+Down</source>
        <translation>Alt+Ab</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Callback</source>
        <translation>Rückruf</translation>
    </message>
</context>
<context>
    <name>bourse::gui::MappingView</name>
    <message>
        <source>Target path</source>
        <translation>Zielpfad</translation>
    </message>
    <message>
        <source>choose a condition</source>
        <translation>eine Bedingung wählen</translation>
    </message>
    <message>
        <source>choose a source</source>
        <translation>eine Quelle wählen</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>Zuordnung</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ModeBadge</name>
    <message>
        <source>Leads in this workspace are real and are sold to real buyers.</source>
        <translation>Leads in diesem Arbeitsbereich sind echt und werden an echte Käufer verkauft.</translation>
    </message>
    <message>
        <source>Leads in this workspace are tests and go to no real buyer.</source>
        <translation>Leads in diesem Arbeitsbereich sind Tests und gehen an keinen echten Käufer.</translation>
    </message>
    <message>
        <source>A demo market: simulated buyers and traffic on this machine.</source>
        <translation>Ein Demo-Markt: simulierte Käufer und Verkehr auf diesem Rechner.</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>LIVE</translation>
    </message>
    <message>
        <source>TEST</source>
        <translation>TEST</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
</context>
<context>
    <name>bourse::gui::Navigation</name>
    <message>
        <source>Navigation</source>
        <translation>Navigation</translation>
    </message>
    <message>
        <source>Find an action, a page or a lead (Ctrl+K)</source>
        <translation>Eine Aktion, eine Seite oder einen Lead finden (Strg+K)</translation>
    </message>
    <message>
        <source>Ctrl K</source>
        <translation>Strg K</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Dark or light colours (Ctrl+Shift+L)</source>
        <translation>Dunkle oder helle Farben (Strg+Umschalt+L)</translation>
    </message>
    <message>
        <source>Keyboard shortcuts (?)</source>
        <translation>Tastenkürzel (?)</translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2)</source>
        <translation>%1 (Strg+%2)</translation>
    </message>
</context>
<context>
    <name>bourse::gui::NavigationButton</name>
    <message>
        <source>1 needs attention</source>
        <translation>1 braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>%1 need attention</source>
        <translation>%1 brauchen Aufmerksamkeit</translation>
    </message>
</context>
<context>
    <name>bourse::gui::PairsEditor</name>
    <message>
        <source>How the pairs are written</source>
        <translation>Wie die Paare geschrieben werden</translation>
    </message>
    <message>
        <source>Between &amp;name and value</source>
        <translation>Zwischen &amp;Name und Wert</translation>
    </message>
    <message>
        <source>What stands between a name and its value</source>
        <translation>Was zwischen einem Namen und seinem Wert steht</translation>
    </message>
    <message>
        <source>&amp;Between two pairs</source>
        <translation>Zwischen zwei &amp;Paaren</translation>
    </message>
    <message>
        <source>What stands between two pairs</source>
        <translation>Was zwischen zwei Paaren steht</translation>
    </message>
    <message>
        <source>&amp;One of them in a value</source>
        <translation>Eines &amp;davon in einem Wert</translation>
    </message>
    <message>
        <source>What becomes of such a mark inside a value</source>
        <translation>Was aus einem solchen Zeichen in einem Wert wird</translation>
    </message>
    <message>
        <source>&amp;Replaced with</source>
        <translation>&amp;Ersetzt durch</translation>
    </message>
    <message>
        <source>What such a mark is replaced with</source>
        <translation>Wodurch ein solches Zeichen ersetzt wird</translation>
    </message>
    <message>
        <source>refuses the lead</source>
        <translation>führt zur Ablehnung des Leads</translation>
    </message>
    <message>
        <source>is replaced</source>
        <translation>wird ersetzt</translation>
    </message>
    <message>
        <source>is URL-encoded, as all of the value</source>
        <translation>wird URL-kodiert wie der ganze Wert</translation>
    </message>
    <message>
        <source>gets a backslash before it</source>
        <translation>bekommt einen Backslash davor</translation>
    </message>
    <message>
        <source>Add a pair</source>
        <translation>Ein Paar hinzufügen</translation>
    </message>
    <message>
        <source>Another source…</source>
        <translation>Andere Quelle …</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Pairs of %1</source>
        <translation>Paare von %1</translation>
    </message>
    <message>
        <source>Written %1</source>
        <translation>Geschrieben %1</translation>
    </message>
    <message>
        <source>What replaces a mark cannot have one itself.</source>
        <translation>Was ein Zeichen ersetzt, kann selbst keines enthalten.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ParameterEditor</name>
    <message>
        <source>How the transform is set</source>
        <translation>Wie die Umwandlung eingestellt ist</translation>
    </message>
    <message>
        <source>There is nothing to set.</source>
        <translation>Hier ist nichts einzustellen.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>separated by commas</source>
        <translation>durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Type of the value</source>
        <translation>Typ des Wertes</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>Yes/no</source>
        <translation>Ja/Nein</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>This is no number; one looks like 12 or -0.5.</source>
        <translation>Das ist keine Zahl; eine sieht aus wie 12 oder -0.5.</translation>
    </message>
    <message>
        <source>One a line; the first that fits is taken</source>
        <translation>Eines je Zeile; das erste passende gilt</translation>
    </message>
    <message>
        <source>Ours</source>
        <translation>Unseres</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>Ihres</translation>
    </message>
</context>
<context>
    <name>bourse::gui::PhaseBar</name>
    <message>
        <source>DNS</source>
        <translation>DNS</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Erstes Byte</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Rumpf</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>Gewartet</translation>
    </message>
    <message>
        <source>No test was sent</source>
        <translation>Kein Test wurde gesendet</translation>
    </message>
</context>
<context>
    <name>bourse::gui::PreviewPane</name>
    <message>
        <source>Request, signature, response</source>
        <translation>Anfrage, Signatur, Antwort</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signatur</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>cURL</source>
        <translation>cURL</translation>
    </message>
    <message>
        <source>More room</source>
        <translation>Mehr Platz</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ProblemsDock</name>
    <message>
        <source>blocks publish</source>
        <translation>verhindert Veröffentlichen</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>Record reason</source>
        <translation>Begründen</translation>
    </message>
    <message>
        <source>Move to Post</source>
        <translation>In den Post verschieben</translation>
    </message>
    <message>
        <source>Map value</source>
        <translation>Wert zuordnen</translation>
    </message>
    <message>
        <source>Add row</source>
        <translation>Zeile hinzufügen</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>Ausfüllen</translation>
    </message>
    <message>
        <source>Use a secret</source>
        <translation>Geheimnis verwenden</translation>
    </message>
    <message>
        <source>Change limit</source>
        <translation>Grenze ändern</translation>
    </message>
    <message>
        <source>Problems and test sends</source>
        <translation>Probleme und Testsendungen</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Test sends</source>
        <translation>Testsendungen</translation>
    </message>
    <message>
        <source>Last 50 leads</source>
        <translation>Letzte 50 Leads</translation>
    </message>
    <message>
        <source>Diff with sent request</source>
        <translation>Vergleich mit Gesendetem</translation>
    </message>
    <message>
        <source>Next problem F8</source>
        <translation>Nächstes Problem F8</translation>
    </message>
    <message>
        <source>Fold the problems away</source>
        <translation>Die Probleme einklappen</translation>
    </message>
    <message>
        <source>No problems: this integration can be published.</source>
        <translation>Keine Probleme: Diese Integration kann veröffentlicht werden.</translation>
    </message>
    <message>
        <source>%1 block publishing, %2 warnings, %3 hints</source>
        <translation>%1 verhindern das Veröffentlichen, %2 Warnungen, %3 Hinweise</translation>
    </message>
    <message>
        <source>Show the problems</source>
        <translation>Die Probleme zeigen</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ProblemsModel</name>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ProblemsView</name>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
</context>
<context>
    <name>bourse::gui::RequestPane</name>
    <message>
        <source>No body</source>
        <translation>Kein Rumpf</translation>
    </message>
    <message>
        <source>JSON body</source>
        <translation>JSON-Rumpf</translation>
    </message>
    <message>
        <source>Form body</source>
        <translation>Formularrumpf</translation>
    </message>
    <message>
        <source>XML body</source>
        <translation>XML-Rumpf</translation>
    </message>
    <message>
        <source>Text body</source>
        <translation>Textrumpf</translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>Lange Zeilen umbrechen</translation>
    </message>
    <message>
        <source>Request preview</source>
        <translation>Vorschau der Anfrage</translation>
    </message>
    <message>
        <source>Body format</source>
        <translation>Format des Rumpfs</translation>
    </message>
    <message>
        <source>Copy the request</source>
        <translation>Die Anfrage kopieren</translation>
    </message>
    <message>
        <source>The request&apos;s bytes</source>
        <translation>Die Bytes der Anfrage</translation>
    </message>
    <message>
        <source>This step sends nothing yet.</source>
        <translation>Dieser Schritt sendet noch nichts.</translation>
    </message>
    <message>
        <source>Nothing can be shown until this is mended: %1</source>
        <translation>Nichts kann gezeigt werden, bis dies behoben ist: %1</translation>
    </message>
    <message>
        <source>Before the last change</source>
        <translation>Vor der letzten Änderung</translation>
    </message>
    <message>
        <source>Secrets as names</source>
        <translation>Geheimnisse als Namen</translation>
    </message>
    <message>
        <source>The last change has a problem. What is shown is what would be sent without it.</source>
        <translation>Die letzte Änderung hat ein Problem. Gezeigt wird, was ohne sie gesendet würde.</translation>
    </message>
    <message>
        <source>%1 bytes and secrets, %2 ms</source>
        <translation>%1 Bytes und Geheimnisse, %2 ms</translation>
    </message>
    <message>
        <source>%1 bytes, %2 ms</source>
        <translation>%1 Bytes, %2 ms</translation>
    </message>
    <message>
        <source>What the secrets add, and lengths that hang on them, are known only when it is sent.</source>
        <translation>Was die Geheimnisse hinzufügen, und Längen, die an ihnen hängen, ist erst beim Senden bekannt.</translation>
    </message>
    <message>
        <source>%1 body</source>
        <translation>%1-Rumpf</translation>
    </message>
    <message>
        <source>Select a row to see its bytes</source>
        <translation>Wählen Sie eine Zeile, um ihre Bytes zu sehen</translation>
    </message>
    <message>
        <source>The selected row writes nothing on this sample</source>
        <translation>Die gewählte Zeile schreibt bei diesem Beispiel nichts</translation>
    </message>
    <message>
        <source>%1, bytes %2–%3</source>
        <translation>%1, Bytes %2–%3</translation>
    </message>
    <message>
        <source>Change to %1</source>
        <translation>Zu %1 wechseln</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ResponsePane</name>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dublette</translation>
    </message>
    <message>
        <source>Capped</source>
        <translation>Ausgeschöpft</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Unrecognised</source>
        <translation>Nicht erkannt</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Redirect</source>
        <translation>Weiterleitung</translation>
    </message>
    <message>
        <source>Expiry</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Holds for, s</source>
        <translation>Gilt für, s</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>Bids</source>
        <translation>Gebote</translation>
    </message>
    <message>
        <source>Carries %1</source>
        <translation>Gibt %1 weiter</translation>
    </message>
    <message>
        <source>The answer and how it is read</source>
        <translation>Die Antwort und wie sie gelesen wird</translation>
    </message>
    <message>
        <source>Answer, rules and samples</source>
        <translation>Antwort, Regeln und Beispiele</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop waiting; the buyer may have got it</source>
        <translation>Nicht länger warten; der Käufer hat es vielleicht bekommen</translation>
    </message>
    <message>
        <source>Waiting for the buyer&apos;s answer</source>
        <translation>Auf die Antwort des Käufers warten</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>click a value to say what it is</source>
        <translation>auf einen Wert klicken, um zu sagen, was er ist</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Rumpf</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>Part of the answer</source>
        <translation>Teil der Antwort</translation>
    </message>
    <message>
        <source>The answer&apos;s headers</source>
        <translation>Die Kopfzeilen der Antwort</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>first match decides</source>
        <translation>die erste passende entscheidet</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>Eine Regel hinzufügen</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wenn</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>Bedeutet</translation>
    </message>
    <message>
        <source>Response rules</source>
        <translation>Regeln für Antworten</translation>
    </message>
    <message>
        <source>Read from the answer</source>
        <translation>Aus der Antwort gelesen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>On this answer</source>
        <translation>Bei dieser Antwort</translation>
    </message>
    <message>
        <source>Values read from the answer</source>
        <translation>Aus der Antwort gelesene Werte</translation>
    </message>
    <message>
        <source>Remove the rule</source>
        <translation>Die Regel entfernen</translation>
    </message>
    <message>
        <source>Move the rule up</source>
        <translation>Die Regel nach oben verschieben</translation>
    </message>
    <message>
        <source>Move the rule down</source>
        <translation>Die Regel nach unten verschieben</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Keep this answer as a sample</source>
        <translation>Diese Antwort als Beispiel behalten</translation>
    </message>
    <message>
        <source>Keep this answer as a sample. It may hold a person&apos;s data: the database keeps it sealed, an export holds it as it is.</source>
        <translation>Diese Antwort als Beispiel behalten. Sie kann Daten einer Person enthalten: Die Datenbank verwahrt sie versiegelt, ein Export enthält sie, wie sie ist.</translation>
    </message>
    <message>
        <source>Samples against the rules</source>
        <translation>Beispiele gegen die Regeln</translation>
    </message>
    <message>
        <source>Remove the sample</source>
        <translation>Das Beispiel entfernen</translation>
    </message>
    <message>
        <source>Headers %1</source>
        <translation>Kopfzeilen %1</translation>
    </message>
    <message>
        <source>Waiting for the buyer&apos;s answer…</source>
        <translation>Es wird auf die Antwort des Käufers gewartet …</translation>
    </message>
    <message>
        <source>No answer yet. Send a test with Ctrl+Enter, or paste an answer as a sample.</source>
        <translation>Noch keine Antwort. Senden Sie mit Strg+Eingabe einen Test, oder fügen Sie eine Antwort als Beispiel ein.</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet …</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>Nothing was sent yet</source>
        <translation>Noch wurde nichts gesendet</translation>
    </message>
    <message>
        <source>status %1</source>
        <translation>Status %1</translation>
    </message>
    <message>
        <source>sent twice: the buyer first asked who sends (status 401)</source>
        <translation>zweimal gesendet: Der Käufer fragte erst, wer sendet (Status 401)</translation>
    </message>
    <message>
        <source>rule “%1”</source>
        <translation>Regel „%1“</translation>
    </message>
    <message>
        <source>no rule matches</source>
        <translation>keine Regel passt</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>Anything else</source>
        <translation>Alles andere</translation>
    </message>
    <message>
        <source>anything else</source>
        <translation>alles andere</translation>
    </message>
    <message>
        <source>never counted as sold</source>
        <translation>nie als verkauft gezählt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Recorded answer</source>
        <translation>Aufgezeichnete Antwort</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>Gelesen als</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>nicht gesagt</translation>
    </message>
    <message>
        <source>Yes</source>
        <comment>the rule decides this sample</comment>
        <translation>Ja</translation>
    </message>
    <message>
        <source>also</source>
        <comment>the rule would match, too</comment>
        <translation>auch</translation>
    </message>
    <message>
        <source>none yet; they are tests that travel with the document</source>
        <translation>noch keine; sie sind Tests, die mit dem Dokument reisen</translation>
    </message>
    <message>
        <source>%1 of %2 read as expected</source>
        <translation>%1 von %2 wie erwartet gelesen</translation>
    </message>
    <message>
        <source>Carry on as</source>
        <translation>Weitergeben als</translation>
    </message>
    <message>
        <source>Later steps read it by this name, as {{carried.%1}}.</source>
        <translation>Spätere Schritte lesen sie unter diesem Namen, als {{carried.%1}}.</translation>
    </message>
    <message>
        <source>Carry</source>
        <translation>Weitergeben</translation>
    </message>
    <message>
        <source>A name has letters, digits and _, and begins with no digit.</source>
        <translation>Ein Name hat Buchstaben, Ziffern und _ und beginnt mit keiner Ziffer.</translation>
    </message>
    <message>
        <source>Change rule %1</source>
        <translation>Die Regel %1 ändern</translation>
    </message>
    <message>
        <source>Remove rule %1</source>
        <translation>Die Regel %1 entfernen</translation>
    </message>
    <message>
        <source>Move rule %1</source>
        <translation>Die Regel %1 verschieben</translation>
    </message>
    <message>
        <source>Answer %1</source>
        <translation>Antwort %1</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Zurückgegeben</translation>
    </message>
    <message>
        <source>Converted</source>
        <translation>Kunde geworden</translation>
    </message>
</context>
<context>
    <name>bourse::gui::RuleDialog</name>
    <message>
        <source>JSON path</source>
        <translation>JSON-Pfad</translation>
    </message>
    <message>
        <source>XPath</source>
        <translation>XPath</translation>
    </message>
    <message>
        <source>Whole text</source>
        <translation>Ganzer Text</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>Delimited part</source>
        <translation>Abgetrennter Teil</translation>
    </message>
    <message>
        <source>key=value pair</source>
        <translation>Paar Schlüssel=Wert</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Kopfzeile</translation>
    </message>
    <message>
        <source>HTTP status</source>
        <translation>HTTP-Status</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Name of the rule</source>
        <translation>Name der Regel</translation>
    </message>
    <message>
        <source>What is looked at</source>
        <translation>Was angesehen wird</translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation>Wo es ist</translation>
    </message>
    <message>
        <source>How it is compared</source>
        <translation>Wie verglichen wird</translation>
    </message>
    <message>
        <source>With what</source>
        <translation>Womit</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>Was es bedeutet</translation>
    </message>
    <message>
        <source>Reason code</source>
        <translation>Code des Grundes</translation>
    </message>
    <message>
        <source>The condition as JSON</source>
        <translation>Die Bedingung als JSON</translation>
    </message>
    <message>
        <source>By the reason map</source>
        <translation>Nach der Tabelle der Gründe</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dublette</translation>
    </message>
    <message>
        <source>Capped</source>
        <translation>Ausgeschöpft</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Unrecognised, never sold</source>
        <translation>Nicht erkannt, nie verkauft</translation>
    </message>
    <message>
        <source>&amp;Look at</source>
        <translation>&amp;Ansehen</translation>
    </message>
    <message>
        <source>Wh&amp;ere</source>
        <translation>&amp;Wo</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>&amp;With</source>
        <translation>&amp;Mit</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Means</source>
        <translation>&amp;Bedeutet</translation>
    </message>
    <message>
        <source>&amp;Reason code</source>
        <translation>&amp;Code des Grundes</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Say where the value is.</source>
        <translation>Sagen Sie, wo der Wert ist.</translation>
    </message>
    <message>
        <source>Give the rule a name.</source>
        <translation>Geben Sie der Regel einen Namen.</translation>
    </message>
    <message>
        <source>URL parameter of a callback</source>
        <translation>URL-Parameter eines Rückrufs</translation>
    </message>
    <message>
        <source>Returned (of a callback or status)</source>
        <translation>Zurückgegeben (von Rückruf oder Status)</translation>
    </message>
    <message>
        <source>Became a customer (of a callback or status)</source>
        <translation>Kunde geworden (von Rückruf oder Status)</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SecretModel</name>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Gesetzt</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SecretsDialog</name>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>Aus einer Datei …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Hold to look at it</source>
        <translation>Zum Ansehen halten</translation>
    </message>
    <message>
        <source>Secrets of this integration</source>
        <translation>Geheimnisse dieser Integration</translation>
    </message>
    <message>
        <source>Secrets by name</source>
        <translation>Geheimnisse nach Namen</translation>
    </message>
    <message>
        <source>New value</source>
        <translation>Neuer Wert</translation>
    </message>
    <message>
        <source>Type or paste the value</source>
        <translation>Den Wert eingeben oder einfügen</translation>
    </message>
    <message>
        <source>The value, while the button is held</source>
        <translation>Der Wert, solange die Schaltfläche gehalten wird</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The market is not running, so nothing can be stored now. What you type stays in this window; set it when the market runs again.</source>
        <translation>Der Markt läuft nicht, deshalb kann jetzt nichts verwahrt werden. Was Sie eingeben, bleibt in diesem Fenster; setzen Sie es, wenn der Markt wieder läuft.</translation>
    </message>
    <message>
        <source>Their values are kept in %1, not in the integration. Documents, exports, previews and logs only have their names.</source>
        <translation>Ihre Werte liegen in %1, nicht in der Integration. Dokumente, Exporte, Vorschauen und Protokolle haben nur ihre Namen.</translation>
    </message>
    <message>
        <source>It could not be read which are set: %1</source>
        <translation>Welche gesetzt sind, konnte nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>This integration names no secret</source>
        <translation>Diese Integration nennt kein Geheimnis</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>%1 could not be stored: %2 What you typed is still in the field.</source>
        <translation>%1 konnte nicht verwahrt werden: %2 Was Sie eingegeben haben, steht noch im Feld.</translation>
    </message>
    <message>
        <source>The market is not running. What you typed is still in the field; set it when it runs again.</source>
        <translation>Der Markt läuft nicht. Was Sie eingegeben haben, steht noch im Feld; setzen Sie es, wenn er läuft.</translation>
    </message>
    <message>
        <source>A value of blanks only is no secret.</source>
        <translation>Ein Wert nur aus Leerzeichen ist kein Geheimnis.</translation>
    </message>
    <message>
        <source>Value of %1 from a file</source>
        <translation>Wert von %1 aus einer Datei</translation>
    </message>
    <message>
        <source>The file could not be read, is empty, or is larger than 64 KB.</source>
        <translation>Die Datei konnte nicht gelesen werden, ist leer oder größer als 64 KB.</translation>
    </message>
    <message>
        <source>Remove for good?</source>
        <translation>Endgültig entfernen?</translation>
    </message>
    <message>
        <source>%1 could not be removed: %2</source>
        <translation>%1 konnte nicht entfernt werden: %2</translation>
    </message>
    <message>
        <source>%1 could not be shown: %2</source>
        <translation>%1 konnte nicht gezeigt werden: %2</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SentDiffModel</name>
    <message>
        <source>%1 (header)</source>
        <translation>%1 (Kopfzeile)</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>nicht gesendet</translation>
    </message>
    <message>
        <source>no longer sent</source>
        <translation>nicht mehr gesendet</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>Gleich</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Gone</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Was sent</source>
        <translation>Wurde gesendet</translation>
    </message>
    <message>
        <source>Would be sent now</source>
        <translation>Würde jetzt gesendet</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SentDiffView</name>
    <message>
        <source>Only differences</source>
        <translation>Nur Unterschiede</translation>
    </message>
    <message>
        <source>Paste a recorded request</source>
        <translation>Eine aufgezeichnete Anfrage einfügen</translation>
    </message>
    <message>
        <source>Difference to the request that was sent</source>
        <translation>Unterschied zur gesendeten Anfrage</translation>
    </message>
    <message>
        <source>Values that differ</source>
        <translation>Abweichende Werte</translation>
    </message>
    <message>
        <source>the pasted request</source>
        <translation>die eingefügte Anfrage</translation>
    </message>
    <message>
        <source>Send a test, or paste a request that was sent for a lead: what differs from what would be sent now is shown here.</source>
        <translation>Senden Sie einen Test, oder fügen Sie eine Anfrage ein, die für einen Lead gesendet wurde: Was von der jetzigen abweicht, steht dann hier.</translation>
    </message>
    <message>
        <source>The same as %1</source>
        <translation>Gleich wie %1</translation>
    </message>
    <message>
        <source>One value differs from %1</source>
        <translation>Ein Wert weicht von %1 ab</translation>
    </message>
    <message>
        <source>%1 values differ from %2</source>
        <translation>%1 Werte weichen von %2 ab</translation>
    </message>
    <message>
        <source>No value differs.</source>
        <translation>Kein Wert weicht ab.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>takes effect at once</source>
        <translation>gilt sofort</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Size of text and controls</source>
        <translation>Größe von Text und Bedienelementen</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Language, from the next start on</source>
        <translation>Sprache, ab dem nächsten Start</translation>
    </message>
    <message>
        <source>from the next start on</source>
        <translation>ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>This market</source>
        <translation>Dieser Markt</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Intake address</source>
        <translation>Annahmeadresse</translation>
    </message>
    <message>
        <source>Demo key</source>
        <translation>Demo-Schlüssel</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Commit time</source>
        <translation>Dauer des Sicherns</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>Copied to the clipboard</source>
        <translation>In die Zwischenablage kopiert</translation>
    </message>
    <message>
        <source>Copy a first lead as cURL</source>
        <translation>Einen ersten Lead als cURL kopieren</translation>
    </message>
    <message>
        <source>About Bourse</source>
        <translation>Über Bourse</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>%1, on Qt %2</source>
        <translation>%1, auf Qt %2</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later</source>
        <translation>GNU General Public License, Version 3 oder später</translation>
    </message>
    <message>
        <source>Settings file</source>
        <translation>Einstellungsdatei</translation>
    </message>
    <message>
        <source>%1 (demo)</source>
        <translation>%1 (Demo)</translation>
    </message>
    <message>
        <source>no intake listens</source>
        <translation>keine Annahme lauscht</translation>
    </message>
    <message>
        <source>%1 ms, median of the last minute</source>
        <translation>%1 ms, Median der letzten Minute</translation>
    </message>
    <message>
        <source>nothing was written in the last minute</source>
        <translation>in der letzten Minute wurde nichts geschrieben</translation>
    </message>
    <message>
        <source>version %1, published %2</source>
        <translation>Version %1, veröffentlicht %2</translation>
    </message>
    <message>
        <source>none is published</source>
        <translation>keine ist veröffentlicht</translation>
    </message>
    <message>
        <source>none; this is no demo</source>
        <translation>keiner; dies ist keine Demo</translation>
    </message>
    <message>
        <source>Copied; paste it into a terminal</source>
        <translation>Kopiert; fügen Sie es in ein Terminal ein</translation>
    </message>
    <message>
        <source>Choose colours and text size here; both take effect at once and are kept. The intake address is where suppliers post their leads, with the key of their source. The database address can be given to psql.</source>
        <translation>Hier wählen Sie Farben und Textgröße; beides gilt sofort und wird behalten. Die Annahmeadresse ist, wohin Zulieferer ihre Leads posten, mit dem Schlüssel ihrer Quelle. Die Adresse der Datenbank lässt sich psql geben.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SideRail</name>
    <message>
        <source>Show %1</source>
        <translation>%1 zeigen</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SignatureMatchBox</name>
    <message>
        <source>theirs</source>
        <translation>ihres</translation>
    </message>
    <message>
        <source>ours</source>
        <translation>unseres</translation>
    </message>
    <message>
        <source>(ends here)</source>
        <translation>(endet hier)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Match the buyer’s example</source>
        <translation>Mit dem Beispiel des Käufers abgleichen</translation>
    </message>
    <message>
        <source>The signature in the buyer&apos;s example</source>
        <translation>Die Signatur im Beispiel des Käufers</translation>
    </message>
    <message>
        <source>Their signature</source>
        <translation>Dessen Signatur</translation>
    </message>
    <message>
        <source>The secret of the buyer&apos;s example; it is not kept</source>
        <translation>Das Geheimnis des Beispiels; es wird nicht behalten</translation>
    </message>
    <message>
        <source>The example’s secret, not kept</source>
        <translation>Geheimnis des Beispiels, wird nicht behalten</translation>
    </message>
    <message>
        <source>The body of the buyer&apos;s example</source>
        <translation>Der Rumpf im Beispiel des Käufers</translation>
    </message>
    <message>
        <source>Their body; empty takes ours</source>
        <translation>Dessen Rumpf; leer nimmt unseren</translation>
    </message>
    <message>
        <source>The timestamp of the buyer&apos;s example</source>
        <translation>Der Zeitstempel im Beispiel des Käufers</translation>
    </message>
    <message>
        <source>Seconds or milliseconds since 1970, 2026-05-12T14:30:01Z, or as in HTTP</source>
        <translation>Sekunden oder Millisekunden seit 1970, 2026-05-12T14:30:01Z oder wie in HTTP</translation>
    </message>
    <message>
        <source>The nonce or id of the buyer&apos;s example</source>
        <translation>Nonce oder Kennung im Beispiel des Käufers</translation>
    </message>
    <message>
        <source>Their nonce</source>
        <translation>Dessen Nonce</translation>
    </message>
    <message>
        <source>The string to sign, as the buyer prints it</source>
        <translation>Der zu signierende Text, wie der Käufer ihn abdruckt</translation>
    </message>
    <message>
        <source>Their string to sign, if they print it</source>
        <translation>Dessen zu signierender Text, falls abgedruckt</translation>
    </message>
    <message>
        <source>Where the two strings to sign part</source>
        <translation>Wo sich die beiden zu signierenden Texte trennen</translation>
    </message>
    <message>
        <source>Recipes that give the expected signature</source>
        <translation>Rezepte, die die erwartete Signatur ergeben</translation>
    </message>
    <message>
        <source>Their timestamp, which is signed</source>
        <translation>Dessen Zeitstempel, der signiert wird</translation>
    </message>
    <message>
        <source>Their timestamp</source>
        <translation>Dessen Zeitstempel</translation>
    </message>
    <message>
        <source>Paste the signature of the buyer&apos;s example first.</source>
        <translation>Fügen Sie zuerst die Signatur aus dem Beispiel des Käufers ein.</translation>
    </message>
    <message>
        <source>Their timestamp cannot be read: %1</source>
        <translation>Der Zeitstempel kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Our string to sign differs from theirs at byte %1.</source>
        <translation>Unser zu signierender Text weicht ab Byte %1 ab.</translation>
    </message>
    <message>
        <source>Our string to sign is theirs, byte for byte.</source>
        <translation>Unser zu signierender Text ist Byte für Byte derselbe.</translation>
    </message>
    <message>
        <source>The recipe gives exactly this signature.</source>
        <translation>Das Rezept ergibt genau diese Signatur.</translation>
    </message>
    <message>
        <source>Differs at byte %1. Ours: %2</source>
        <translation>Weicht ab Byte %1 ab. Unsere: %2</translation>
    </message>
    <message>
        <source>Differs.</source>
        <translation>Weicht ab.</translation>
    </message>
    <message>
        <source>None of %1 usual variants gives it.</source>
        <translation>Keine von %1 üblichen Varianten ergibt sie.</translation>
    </message>
    <message>
        <source>%1 of %2 variants match:</source>
        <translation>%1 von %2 Varianten passen:</translation>
    </message>
    <message>
        <source>Use this: %1</source>
        <translation>Dies verwenden: %1</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SignaturePane</name>
    <message>
        <source>Signature</source>
        <translation>Signatur</translation>
    </message>
    <message>
        <source>This step is not signed</source>
        <translation>Dieser Schritt ist nicht signiert</translation>
    </message>
    <message>
        <source>Choose a recipe to begin with; every part of it can be changed.</source>
        <translation>Wählen Sie ein Rezept für den Anfang; jeder Teil davon lässt sich ändern.</translation>
    </message>
    <message>
        <source>Signing recipes</source>
        <translation>Rezepte für Signaturen</translation>
    </message>
    <message>
        <source>Sign with this recipe</source>
        <translation>Mit diesem Rezept signieren</translation>
    </message>
    <message>
        <source>Which signature</source>
        <translation>Welche Signatur</translation>
    </message>
    <message>
        <source>Remove this signature</source>
        <translation>Diese Signatur entfernen</translation>
    </message>
    <message>
        <source>Add another signature</source>
        <translation>Eine weitere Signatur hinzufügen</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Match an example</source>
        <translation>Beispiel abgleichen</translation>
    </message>
    <message>
        <source>Recipe, or the buyer&apos;s example</source>
        <translation>Rezept oder Beispiel des Käufers</translation>
    </message>
    <message>
        <source>What is signed, with what, and where it goes (Alt+R)</source>
        <translation>Was womit signiert wird und wohin es kommt (Alt+R)</translation>
    </message>
    <message>
        <source>Match the buyer’s example (Alt+M)</source>
        <translation>Mit dem Beispiel des Käufers abgleichen (Alt+M)</translation>
    </message>
    <message>
        <source>Sign as in the buyer&apos;s example</source>
        <translation>Signieren wie im Beispiel des Käufers</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Algorithmus</translation>
    </message>
    <message>
        <source>Name of the secret</source>
        <translation>Name des Geheimnisses</translation>
    </message>
    <message>
        <source>How the secret is written</source>
        <translation>Wie das Geheimnis geschrieben ist</translation>
    </message>
    <message>
        <source>as text</source>
        <translation>als Text</translation>
    </message>
    <message>
        <source>as hex</source>
        <translation>als Hex</translation>
    </message>
    <message>
        <source>as base64</source>
        <translation>als Base64</translation>
    </message>
    <message>
        <source>as base64url</source>
        <translation>als Base64url</translation>
    </message>
    <message>
        <source>as whsec_…</source>
        <translation>als whsec_…</translation>
    </message>
    <message>
        <source>as PEM key</source>
        <translation>als PEM-Schlüssel</translation>
    </message>
    <message>
        <source>How the signature is written</source>
        <translation>Wie die Signatur geschrieben wird</translation>
    </message>
    <message>
        <source>hex</source>
        <translation>hex</translation>
    </message>
    <message>
        <source>HEX</source>
        <translation>HEX</translation>
    </message>
    <message>
        <source>Base64</source>
        <translation>Base64</translation>
    </message>
    <message>
        <source>Base64url</source>
        <translation>Base64url</translation>
    </message>
    <message>
        <source>&amp;Algorithm</source>
        <translation>&amp;Algorithmus</translation>
    </message>
    <message>
        <source>Signature &amp;written</source>
        <translation>Signatur a&amp;ls</translation>
    </message>
    <message>
        <source>&amp;Secret</source>
        <translation>&amp;Geheimnis</translation>
    </message>
    <message>
        <source>Secret &amp;is written</source>
        <translation>Geheimnis &amp;ist</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Add a part</source>
        <translation>Einen Teil hinzufügen</translation>
    </message>
    <message>
        <source>Parts, in order</source>
        <translation>Teile, der Reihe nach</translation>
    </message>
    <message>
        <source>What is signed, in order</source>
        <translation>Was signiert wird, der Reihe nach</translation>
    </message>
    <message>
        <source>Alt+Left and Alt+Right move a part, Delete takes it away</source>
        <translation>Alt+Links und Alt+Rechts verschieben einen Teil, Entf nimmt ihn weg</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Rumpf</translation>
    </message>
    <message>
        <source>Timestamp</source>
        <translation>Zeitstempel</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Path and query</source>
        <translation>Pfad und Abfrage</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Hash of the body</source>
        <translation>Hash des Rumpfs</translation>
    </message>
    <message>
        <source>Sorted parameters</source>
        <translation>Sortierte Parameter</translation>
    </message>
    <message>
        <source>Nonce</source>
        <translation>Nonce</translation>
    </message>
    <message>
        <source>New line (LF)</source>
        <translation>Neue Zeile (LF)</translation>
    </message>
    <message>
        <source>New line (CRLF)</source>
        <translation>Neue Zeile (CRLF)</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Write at least one character.</source>
        <translation>Schreiben Sie mindestens ein Zeichen.</translation>
    </message>
    <message>
        <source>Text…</source>
        <translation>Text …</translation>
    </message>
    <message>
        <source>Text that is signed</source>
        <translation>Text, der signiert wird</translation>
    </message>
    <message>
        <source>As it stands, at the place of the part.</source>
        <translation>Wie er dasteht, an der Stelle des Teils.</translation>
    </message>
    <message>
        <source>Header…</source>
        <translation>Kopfzeile …</translation>
    </message>
    <message>
        <source>Header that is signed</source>
        <translation>Kopfzeile, die signiert wird</translation>
    </message>
    <message>
        <source>Its name; what is signed is its value.</source>
        <translation>Ihr Name; signiert wird ihr Wert.</translation>
    </message>
    <message>
        <source>String to sign</source>
        <translation>Zu signierender Text</translation>
    </message>
    <message>
        <source>Copy the string to sign</source>
        <translation>Den zu signierenden Text kopieren</translation>
    </message>
    <message>
        <source>Where the signature goes</source>
        <translation>Wohin die Signatur kommt</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Kopfzeile</translation>
    </message>
    <message>
        <source>Query parameter</source>
        <translation>Abfrageparameter</translation>
    </message>
    <message>
        <source>Wherever a row reads it</source>
        <translation>Wo immer eine Zeile sie liest</translation>
    </message>
    <message>
        <source>Name of the header, parameter or signature</source>
        <translation>Name der Kopfzeile, des Parameters oder der Signatur</translation>
    </message>
    <message>
        <source>Text before the signature</source>
        <translation>Text vor der Signatur</translation>
    </message>
    <message>
        <source>sha256=</source>
        <translation>sha256=</translation>
    </message>
    <message>
        <source>&amp;Goes to</source>
        <translation>&amp;Kommt in</translation>
    </message>
    <message>
        <source>&amp;Named</source>
        <translation>&amp;Namens</translation>
    </message>
    <message>
        <source>Pre&amp;fix</source>
        <translation>Prä&amp;fix</translation>
    </message>
    <message>
        <source>Sign with %1</source>
        <translation>Mit %1 signieren</translation>
    </message>
    <message>
        <source>Sign with the secret %1</source>
        <translation>Mit dem Geheimnis %1 signieren</translation>
    </message>
    <message>
        <source>Read the secret %1</source>
        <translation>Das Geheimnis %1 lesen</translation>
    </message>
    <message>
        <source>Change how the signature is written</source>
        <translation>Ändern, wie die Signatur geschrieben wird</translation>
    </message>
    <message>
        <source>Change the signature&apos;s prefix</source>
        <translation>Das Präfix der Signatur ändern</translation>
    </message>
    <message>
        <source>Move the part left</source>
        <translation>Den Teil nach links verschieben</translation>
    </message>
    <message>
        <source>Move the part right</source>
        <translation>Den Teil nach rechts verschieben</translation>
    </message>
    <message>
        <source>Remove the part</source>
        <translation>Den Teil entfernen</translation>
    </message>
    <message>
        <source>Move a signed part</source>
        <translation>Einen signierten Teil verschieben</translation>
    </message>
    <message>
        <source>Signature %1</source>
        <translation>Signatur %1</translation>
    </message>
    <message>
        <source>%1 bytes and secrets</source>
        <translation>%1 Bytes und Geheimnisse</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>The signature goes to %1</source>
        <translation>Die Signatur kommt in %1</translation>
    </message>
    <message>
        <source>Sign %1</source>
        <translation>%1 signieren</translation>
    </message>
    <message>
        <source>Remove a signed part</source>
        <translation>Einen signierten Teil entfernen</translation>
    </message>
    <message>
        <source>Remove the signature</source>
        <translation>Die Signatur entfernen</translation>
    </message>
    <message>
        <source>LF</source>
        <translation>LF</translation>
    </message>
    <message>
        <source>CRLF</source>
        <translation>CRLF</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Timestamp, %1</source>
        <translation>Zeitstempel, %1</translation>
    </message>
    <message>
        <source>Header %1</source>
        <translation>Kopfzeile %1</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SourceEditor</name>
    <message>
        <source>Where the value comes from</source>
        <translation>Woher der Wert kommt</translation>
    </message>
    <message>
        <source>%1 (Alt+%2)</source>
        <translation>%1 (Alt+%2)</translation>
    </message>
    <message>
        <source>Field, text or name, as the kind above says</source>
        <translation>Feld, Text oder Name, wie die Art oben sagt</translation>
    </message>
    <message>
        <source>What there is to choose</source>
        <translation>Was zur Wahl steht</translation>
    </message>
    <message>
        <source>Source of %1</source>
        <translation>Quelle von %1</translation>
    </message>
    <message>
        <source>Find a field of the lead</source>
        <translation>Ein Feld des Leads finden</translation>
    </message>
    <message>
        <source>Text that is sent as it is</source>
        <translation>Text, der so gesendet wird, wie er ist</translation>
    </message>
    <message>
        <source>Text with {{lead.first_name}} in it</source>
        <translation>Text mit {{lead.first_name}} darin</translation>
    </message>
    <message>
        <source>Value that an earlier answer gave</source>
        <translation>Wert, den eine frühere Antwort gab</translation>
    </message>
    <message>
        <source>Name of a secret, never its value</source>
        <translation>Name eines Geheimnisses, nie sein Wert</translation>
    </message>
    <message>
        <source>Find a variable of this document</source>
        <translation>Eine Variable dieses Dokuments finden</translation>
    </message>
    <message>
        <source>Find a named value of this document</source>
        <translation>Einen benannten Wert dieses Dokuments finden</translation>
    </message>
    <message>
        <source>Find a table of this document</source>
        <translation>Eine Tabelle dieses Dokuments finden</translation>
    </message>
    <message>
        <source>Time, id, or part of the request</source>
        <translation>Zeit, Kennung oder Teil der Anfrage</translation>
    </message>
    <message>
        <source>Name of the first pair</source>
        <translation>Name des ersten Paares</translation>
    </message>
    <message>
        <source>Sources in order, as JSON</source>
        <translation>Quellen der Reihe nach, als JSON</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 Einträge</translation>
    </message>
    <message>
        <source>The lead has no such field. To send this text as it is, choose Constant.</source>
        <translation>Der Lead hat kein solches Feld. Um diesen Text zu senden, wie er ist, wählen Sie Konstante.</translation>
    </message>
    <message>
        <source>The document has no such variable.</source>
        <translation>Das Dokument hat keine solche Variable.</translation>
    </message>
    <message>
        <source>The document has no such named value.</source>
        <translation>Das Dokument hat keinen solchen benannten Wert.</translation>
    </message>
    <message>
        <source>The document has no such table.</source>
        <translation>Das Dokument hat keine solche Tabelle.</translation>
    </message>
    <message>
        <source>There is no such value.</source>
        <translation>Einen solchen Wert gibt es nicht.</translation>
    </message>
    <message>
        <source>Rows as one text: name=value&amp;name=value. The pairs become rows below this one; what it has now goes into the first.</source>
        <translation>Zeilen als ein Text: name=wert&amp;name=wert. Die Paare werden Zeilen unter dieser; was sie jetzt hat, kommt in das erste.</translation>
    </message>
    <message>
        <source>Only the name stands in the document; the value stays in the keychain.</source>
        <translation>Im Dokument steht nur der Name; der Wert bleibt im Schlüsselbund.</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>Choose a value, or press Esc to leave the source as it is.</source>
        <translation>Wählen Sie einen Wert, oder drücken Sie Esc, um die Quelle zu lassen, wie sie ist.</translation>
    </message>
    <message>
        <source>Write the sources as JSON: {&quot;first_of&quot;: [{&quot;field&quot;: &quot;mobile&quot;}, {&quot;field&quot;: &quot;phone&quot;}]}</source>
        <translation>Schreiben Sie die Quellen als JSON: {&quot;first_of&quot;: [{&quot;field&quot;: &quot;mobile&quot;}, {&quot;field&quot;: &quot;phone&quot;}]}</translation>
    </message>
</context>
<context>
    <name>bourse::gui::StartupView</name>
    <message>
        <source>Starting</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Progress of the start</source>
        <translation>Fortschritt des Starts</translation>
    </message>
</context>
<context>
    <name>bourse::gui::StatTile</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>bourse::gui::StatusBar</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>No intake listens</source>
        <translation>Keine Annahme lauscht</translation>
    </message>
    <message>
        <source>Intake at %1</source>
        <translation>Annahme auf %1</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>untätig</translation>
    </message>
    <message>
        <source>Median commit time of the last minute
%1</source>
        <translation>Median der Sicherungsdauer in der letzten Minute
%1</translation>
    </message>
    <message>
        <source>No alerts</source>
        <translation>Keine Warnungen</translation>
    </message>
    <message>
        <source>1 alert</source>
        <translation>1 Warnung</translation>
    </message>
    <message>
        <source>%1 alerts</source>
        <translation>%1 Warnungen</translation>
    </message>
    <message>
        <source>Configuration v%1 published %2</source>
        <translation>Konfiguration v%1 veröffentlicht %2</translation>
    </message>
    <message>
        <source>leads/s</source>
        <translation>Leads/s</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>no leads</source>
        <translation>keine Leads</translation>
    </message>
    <message>
        <source>Above the budget of %1 ms</source>
        <translation>Über dem Budget von %1 ms</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TemplateGallery</name>
    <message>
        <source>Begin from it</source>
        <translation>Damit beginnen</translation>
    </message>
    <message>
        <source>Begin from a template</source>
        <translation>Mit einer Vorlage beginnen</translation>
    </message>
    <message>
        <source>Find a template</source>
        <translation>Eine Vorlage finden</translation>
    </message>
    <message>
        <source>Find by name, format or authentication: ping XML signed</source>
        <translation>Nach Name, Format oder Authentifizierung finden: ping XML signed</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>One template</source>
        <translation>Eine Vorlage</translation>
    </message>
    <message>
        <source>%1 templates</source>
        <translation>%1 Vorlagen</translation>
    </message>
    <message>
        <source>No template has all of these words.</source>
        <translation>Keine Vorlage hat alle diese Wörter.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TemplateModel</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Proves who it is by</source>
        <translation>Weist sich aus durch</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TestLeadDialog</name>
    <message>
        <source>required</source>
        <translation>Pflicht</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TestSender</name>
    <message>
        <source>The test was cancelled; the buyer may have got it.</source>
        <translation>Der Test wurde abgebrochen; der Käufer hat ihn vielleicht bekommen.</translation>
    </message>
    <message>
        <source>The market has stopped.</source>
        <translation>Der Markt hat angehalten.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ThroughputChart</name>
    <message>
        <source>Sold</source>
        <translation>Verkauft</translation>
    </message>
    <message>
        <source>Unsold</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dublette</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>No leads in this time yet</source>
        <translation>In dieser Zeit noch keine Leads</translation>
    </message>
    <message>
        <source>Throughput by outcome, leads per second</source>
        <translation>Durchsatz nach Ergebnis, Leads je Sekunde</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TracePane</name>
    <message>
        <source>Select a lead to see where it went.</source>
        <translation>Wählen Sie einen Lead, um zu sehen, wohin er ging.</translation>
    </message>
    <message>
        <source>Open the newest lead</source>
        <translation>Den neuesten Lead öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Trace of the lead</source>
        <translation>Verlauf des Leads</translation>
    </message>
    <message>
        <source>Copy the lead&apos;s id</source>
        <translation>Die Kennung des Leads kopieren</translation>
    </message>
    <message>
        <source>The lead&apos;s id is copied.</source>
        <translation>Die Kennung des Leads ist kopiert.</translation>
    </message>
    <message>
        <source>Newer lead</source>
        <translation>Neuerer Lead</translation>
    </message>
    <message>
        <source>Newer lead (K)</source>
        <translation>Neuerer Lead (K)</translation>
    </message>
    <message>
        <source>Older lead</source>
        <translation>Älterer Lead</translation>
    </message>
    <message>
        <source>Older lead (J)</source>
        <translation>Älterer Lead (J)</translation>
    </message>
    <message>
        <source>Copy cURL</source>
        <translation>cURL kopieren</translation>
    </message>
    <message>
        <source>Copy the selected call as a curl command (C). Secrets stay {{names}}.</source>
        <translation>Den gewählten Aufruf als curl-Befehl kopieren (C). Geheimnisse bleiben {{names}}.</translation>
    </message>
    <message>
        <source>Details of the selected call and of the lead</source>
        <translation>Einzelheiten des gewählten Aufrufs und des Leads</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>Käufer</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>Gebot</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Decision: every channel and what became of it</source>
        <translation>Entscheidung: jeder Kanal und was aus ihm wurde</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>The lead&apos;s fields</source>
        <translation>Die Felder des Leads</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>The lead&apos;s history</source>
        <translation>Die Geschichte des Leads</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>PII masked</source>
        <translation>PII verdeckt</translation>
    </message>
    <message>
        <source>Show personal data of this lead for 30 seconds; that is logged</source>
        <translation>Persönliche Daten dieses Leads 30 Sekunden zeigen; das wird protokolliert</translation>
    </message>
    <message>
        <source>Hide PII</source>
        <translation>PII verdecken</translation>
    </message>
    <message>
        <source>Hide personal data</source>
        <translation>Persönliche Daten verdecken</translation>
    </message>
    <message>
        <source>Show personal data of this lead</source>
        <translation>Persönliche Daten dieses Leads zeigen</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>%1 wird gelesen …</translation>
    </message>
    <message>
        <source>The lead could not be read.</source>
        <translation>Der Lead konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Copied as a curl command, with personal data.</source>
        <translation>Als curl-Befehl kopiert, mit persönlichen Daten.</translation>
    </message>
    <message>
        <source>Copied as a curl command; personal data is masked.</source>
        <translation>Als curl-Befehl kopiert; persönliche Daten sind verdeckt.</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>Zurücknehmen…</translation>
    </message>
    <message>
        <source>Take the sale back: it is reversed in the ledger</source>
        <translation>Den Verkauf zurücknehmen: er wird im Hauptbuch storniert</translation>
    </message>
    <message>
        <source>Bought…</source>
        <translation>Gekauft…</translation>
    </message>
    <message>
        <source>Not bought…</source>
        <translation>Nicht gekauft…</translation>
    </message>
    <message>
        <source>Nobody knows yet whether %1 bought it.</source>
        <translation>Noch weiß niemand, ob %1 ihn gekauft hat.</translation>
    </message>
    <message>
        <source>A callback or a status may say so; if you know, decide.</source>
        <translation>Ein Rückruf oder Status sagt es vielleicht; wenn Sie es wissen, entscheiden Sie.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TransformCard</name>
    <message>
        <source>Remove this transform (Delete)</source>
        <translation>Diese Umwandlung entfernen (Entf)</translation>
    </message>
    <message>
        <source>%1: %2 becomes %3</source>
        <translation>%1: Aus %2 wird %3</translation>
    </message>
    <message>
        <source>%1: %2 fails. %3</source>
        <translation>%1: %2 scheitert. %3</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TransformPicker</name>
    <message>
        <source>Add a transform</source>
        <translation>Eine Umwandlung hinzufügen</translation>
    </message>
    <message>
        <source>Find a transform</source>
        <translation>Eine Umwandlung finden</translation>
    </message>
    <message>
        <source>Find a transform: date, lower, yes/no, md5</source>
        <translation>Eine Umwandlung finden: date, lower, yes/no, md5</translation>
    </message>
    <message>
        <source>Transforms</source>
        <translation>Umwandlungen</translation>
    </message>
    <message>
        <source>Add a transform to %1</source>
        <translation>Eine Umwandlung zu %1 hinzufügen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TransformStrip</name>
    <message>
        <source>Add a transform</source>
        <translation>Eine Umwandlung hinzufügen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Add a transform (Enter)</source>
        <translation>Eine Umwandlung hinzufügen (Eingabe)</translation>
    </message>
    <message>
        <source>Transforms of %1</source>
        <translation>Umwandlungen von %1</translation>
    </message>
</context>
<context>
    <name>bourse::gui::VersionModel</name>
    <message>
        <source>v%1</source>
        <translation>v%1</translation>
    </message>
    <message>
        <source>no note</source>
        <translation>keine Notiz</translation>
    </message>
    <message>
        <source>v%1: %2</source>
        <translation>v%1: %2</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
</context>
<context>
    <name>bourse::gui::VersionsDialog</name>
    <message>
        <source>Against the draft</source>
        <translation>Gegen den Entwurf</translation>
    </message>
    <message>
        <source>What it changed</source>
        <translation>Was sie geändert hat</translation>
    </message>
    <message>
        <source>Nothing has been published yet, so there is no version to go back to.</source>
        <translation>Noch wurde nichts veröffentlicht; es gibt keine Version, zu der man zurück könnte.</translation>
    </message>
    <message>
        <source>Restore into the draft</source>
        <translation>In den Entwurf zurückholen</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Versions, newest first</source>
        <translation>Versionen, neueste zuerst</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Was abweicht</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Reading the versions…</source>
        <translation>Die Versionen werden gelesen …</translation>
    </message>
    <message>
        <source>The versions could not be read: %1</source>
        <translation>Die Versionen konnten nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>v%1</source>
        <translation>v%1</translation>
    </message>
    <message>
        <source>v%1 could not be read: %2</source>
        <translation>v%1 konnte nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>Reading v%1…</source>
        <translation>v%1 wird gelesen …</translation>
    </message>
    <message>
        <source>The first version: there is nothing before it.</source>
        <translation>Die erste Version: Vor ihr gibt es nichts.</translation>
    </message>
    <message>
        <source>The draft is the same as this version.</source>
        <translation>Der Entwurf ist gleich dieser Version.</translation>
    </message>
    <message>
        <source>Restoring it would change one thing in the draft:</source>
        <translation>Das Wiederherstellen würde im Entwurf eines ändern:</translation>
    </message>
    <message>
        <source>Restoring it would change %1 things in the draft:</source>
        <translation>Das Wiederherstellen würde im Entwurf %1 Dinge ändern:</translation>
    </message>
    <message>
        <source>Nothing changed from v%1.</source>
        <translation>Nichts hat sich gegenüber v%1 geändert.</translation>
    </message>
    <message>
        <source>One change from v%1:</source>
        <translation>Eine Änderung gegenüber v%1:</translation>
    </message>
    <message>
        <source>%1 changes from v%2:</source>
        <translation>%1 Änderungen gegenüber v%2:</translation>
    </message>
</context>
<context>
    <name>bourse::gui::WaterfallLegend</name>
    <message>
        <source>Colours: connect, TLS, wait for first byte, receive; a black line is the critical path</source>
        <translation>Farben: Verbinden, TLS, Warten auf das erste Byte, Empfangen; eine schwarze Linie ist der kritische Pfad</translation>
    </message>
    <message>
        <source>wait</source>
        <translation>warten</translation>
    </message>
    <message>
        <source>critical path</source>
        <translation>kritischer Pfad</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>Grenze erreicht</translation>
    </message>
</context>
<context>
    <name>bourse::gui::WaterfallView</name>
    <message>
        <source>work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>verbinden</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>wait for first byte</source>
        <translation>auf das erste Byte warten</translation>
    </message>
    <message>
        <source>receive</source>
        <translation>empfangen</translation>
    </message>
    <message>
        <source>Calls over time</source>
        <translation>Aufrufe im Zeitverlauf</translation>
    </message>
    <message>
        <source>deadline %1</source>
        <translation>Frist %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Calls over time: %1</source>
        <translation>Aufrufe im Zeitverlauf: %1</translation>
    </message>
    <message>
        <source>from %1 to %2</source>
        <translation>von %1 bis %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>on a connection that was open already</source>
        <translation>über eine schon offene Verbindung</translation>
    </message>
</context>
<context>
    <name>bourse::market::Market</name>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Starting the database…</source>
        <translation>Die Datenbank wird gestartet …</translation>
    </message>
    <message>
        <source>Bringing the database up to date…</source>
        <translation>Die Datenbank wird auf den neuesten Stand gebracht …</translation>
    </message>
    <message>
        <source>Loading buyers, sources and routing…</source>
        <translation>Käufer, Quellen und Vermittlung werden geladen …</translation>
    </message>
    <message>
        <source>Starting the engine…</source>
        <translation>Die Vermittlung wird gestartet …</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Finishing leads in flight…</source>
        <translation>Laufende Leads werden beendet …</translation>
    </message>
    <message>
        <source>Could not start</source>
        <translation>Konnte nicht starten</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 webhook messages could not be delivered.</source>
        <translation>%1 Webhook-Nachrichten konnten nicht zugestellt werden.</translation>
    </message>
    <message>
        <source>The webhook %1 wants no more messages.</source>
        <translation>Der Webhook %1 will keine Nachrichten mehr.</translation>
    </message>
</context>
<context>
    <name>bourse::workbench::CallbackEdits</name>
    <message>
        <source>our lead id</source>
        <translation>unserer Lead-Kennung</translation>
    </message>
    <message>
        <source>our request id</source>
        <translation>unserer Anfragekennung</translation>
    </message>
    <message>
        <source>the buyer&apos;s id</source>
        <translation>der Kennung des Käufers</translation>
    </message>
    <message>
        <source>, else </source>
        <translation>, sonst </translation>
    </message>
    <message>
        <source>Find the lead by %1</source>
        <translation>Lead anhand von %1 finden</translation>
    </message>
    <message>
        <source>Find the lead&apos;s id at %1</source>
        <translation>Kennung des Leads bei %1 finden</translation>
    </message>
    <message>
        <source>Remove a way to find the lead</source>
        <translation>Einen Weg zum Lead entfernen</translation>
    </message>
    <message>
        <source>Move a way to find the lead</source>
        <translation>Einen Weg zum Lead verschieben</translation>
    </message>
    <message>
        <source>Tell events apart by all that they say</source>
        <translation>Ereignisse an allem unterscheiden, was sie sagen</translation>
    </message>
    <message>
        <source>Tell events apart by %1</source>
        <translation>Ereignisse anhand von %1 unterscheiden</translation>
    </message>
    <message>
        <source>Answer callbacks with %1</source>
        <translation>Rückrufe mit %1 beantworten</translation>
    </message>
    <message>
        <source>Answer callbacks as usual</source>
        <translation>Rückrufe wie üblich beantworten</translation>
    </message>
</context>
<context>
    <name>bourse::workbench::EditorState</name>
    <message>
        <source>Every field, as in its example</source>
        <translation>Jedes Feld wie in seinem Beispiel</translation>
    </message>
    <message>
        <source>Only what is required</source>
        <translation>Nur was Pflicht ist</translation>
    </message>
    <message>
        <source>Every field empty</source>
        <translation>Alle Felder leer</translation>
    </message>
    <message>
        <source>Unicode</source>
        <translation>Unicode</translation>
    </message>
    <message>
        <source>200 characters in each text</source>
        <translation>200 Zeichen in jedem Text</translation>
    </message>
    <message>
        <source>Quotes and markup</source>
        <translation>Anführungszeichen und Markup</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ReturnsModel</name>
    <message>
        <source>It keeps to the agreed rules.</source>
        <translation>Sie hält die vereinbarten Regeln ein.</translation>
    </message>
    <message>
        <source>Waits for a decision.</source>
        <translation>Wartet auf eine Entscheidung.</translation>
    </message>
    <message>
        <source>The reason is none of those that were agreed.</source>
        <translation>Der Grund gehört nicht zu den vereinbarten.</translation>
    </message>
    <message>
        <source>The time for returns was over.</source>
        <translation>Die Frist für Rückgaben war vorbei.</translation>
    </message>
    <message>
        <source>The buyer had given back its agreed share.</source>
        <translation>Der Käufer hatte seinen vereinbarten Anteil schon zurückgegeben.</translation>
    </message>
    <message>
        <source>The buyer does not have this lead.</source>
        <translation>Der Käufer hat diesen Lead nicht.</translation>
    </message>
    <message>
        <source>The sale had been taken back before.</source>
        <translation>Der Verkauf war schon zurückgenommen.</translation>
    </message>
    <message>
        <source>A request was waiting already.</source>
        <translation>Es wartete schon eine Anfrage.</translation>
    </message>
    <message>
        <source>An operator approved it.</source>
        <translation>Ein Bearbeiter hat sie genehmigt.</translation>
    </message>
    <message>
        <source>An operator denied it.</source>
        <translation>Ein Bearbeiter hat sie abgelehnt.</translation>
    </message>
    <message>
        <source>no reason</source>
        <translation>kein Grund</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>by the rules</source>
        <translation>nach den Regeln</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Says: %1</source>
        <translation>Sagt: %1</translation>
    </message>
    <message>
        <source>No lead</source>
        <translation>Kein Lead</translation>
    </message>
    <message>
        <source>Contradicts</source>
        <translation>Widerspricht</translation>
    </message>
    <message>
        <source>No post is known by the ids that it names.</source>
        <translation>Zu den genannten Kennungen ist keine Übergabe bekannt.</translation>
    </message>
    <message>
        <source>It denies what is booked; nothing was changed.</source>
        <translation>Er bestreitet, was gebucht ist; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>Käufer</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ReturnDecisionDialog</name>
    <message>
        <source>Take this sale back</source>
        <translation>Diesen Verkauf zurücknehmen</translation>
    </message>
    <message>
        <source>Take %1 sales back</source>
        <translation>%1 Verkäufe zurücknehmen</translation>
    </message>
    <message>
        <source>Deny this return</source>
        <translation>Diese Rückgabe ablehnen</translation>
    </message>
    <message>
        <source>Deny %1 returns</source>
        <translation>%1 Rückgaben ablehnen</translation>
    </message>
    <message>
        <source>Each line of the sale is reversed in the ledger, for the buyer and for the source. This cannot be undone.</source>
        <translation>Jede Zeile des Verkaufs wird im Hauptbuch storniert, für den Käufer und für die Quelle. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>The sale stays as it is booked. The buyer may ask again.</source>
        <translation>Der Verkauf bleibt gebucht. Der Käufer kann erneut anfragen.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What shows that it is right (may be left out)</source>
        <translation>Was dafür spricht (kann fehlen)</translation>
    </message>
    <message>
        <source>Why it is denied</source>
        <translation>Warum sie abgelehnt wird</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Genehmigen</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>Ablehnen</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ReturnsImportDialog</name>
    <message>
        <source>Import a table of returns</source>
        <translation>Eine Tabelle mit Rückgaben importieren</translation>
    </message>
    <message>
        <source>Buyer that gives the leads back</source>
        <translation>Käufer, der die Leads zurückgibt</translation>
    </message>
    <message>
        <source>&amp;Buyer</source>
        <translation>&amp;Käufer</translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation>CSV-Datei</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Rows done</source>
        <translation>Erledigte Zeilen</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>Save the result…</source>
        <translation>Ergebnis speichern…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Table of returns</source>
        <translation>Tabelle mit Rückgaben</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt);;All files (*)</source>
        <translation>Tabellen (*.csv *.tsv *.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The file cannot be read: %1</source>
        <translation>Die Datei ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>The file is larger than 64 MB.</source>
        <translation>Die Datei ist größer als 64 MB.</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>%1 taken back</source>
        <translation>%1 zurückgenommen</translation>
    </message>
    <message>
        <source>%1 wait</source>
        <translation>%1 warten</translation>
    </message>
    <message>
        <source>%1 denied</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>%1 without a lead</source>
        <translation>%1 ohne Lead</translation>
    </message>
    <message>
        <source>%1 known before</source>
        <translation>%1 schon bekannt</translation>
    </message>
    <message>
        <source>Stopped. Rows that were done stay done; the same file can be taken again.</source>
        <translation>Angehalten. Erledigte Zeilen bleiben erledigt; dieselbe Datei kann noch einmal genommen werden.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Result of each row</source>
        <translation>Ergebnis je Zeile</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>The file cannot be written: %1</source>
        <translation>Die Datei ist nicht schreibbar: %1</translation>
    </message>
    <message>
        <source>A CSV file with a column lead_id (our id, the buyer&apos;s or the source&apos;s), and reason and note where there are some. A row with a disposition (funded, appointment…) is recorded and gives nothing back. Each row is judged by the buyer&apos;s terms; the same file again changes nothing.</source>
        <translation>Eine CSV-Datei mit einer Spalte lead_id (unsere Kennung, die des Käufers oder der Quelle), dazu reason und note, wo es welche gibt. Eine Zeile mit disposition (funded, appointment…) wird vermerkt und gibt nichts zurück. Jede Zeile wird nach den Bedingungen des Käufers beurteilt; dieselbe Datei noch einmal ändert nichts.</translation>
    </message>
    <message>
        <source>%1 recorded</source>
        <translation>%1 vermerkt</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ReturnsPage</name>
    <message>
        <source>Returns and disputes</source>
        <translation>Rückgaben und Streitfälle</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Rückgaben</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>Streitfälle</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>Was aufgelistet ist</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Import a table of returns (Ctrl+I)</source>
        <translation>Eine Tabelle mit Rückgaben importieren (Strg+I)</translation>
    </message>
    <message>
        <source>Show the lead</source>
        <translation>Lead zeigen</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Deny the selected returns (D)</source>
        <translation>Ausgewählte Rückgaben ablehnen (D)</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Genehmigen</translation>
    </message>
    <message>
        <source>Take the selected sales back (A)</source>
        <translation>Ausgewählte Verkäufe zurücknehmen (A)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Take the selected sales back</source>
        <translation>Ausgewählte Verkäufe zurücknehmen</translation>
    </message>
    <message>
        <source>Deny the selected returns</source>
        <translation>Ausgewählte Rückgaben ablehnen</translation>
    </message>
    <message>
        <source>Show the lead&apos;s history</source>
        <translation>Verlauf des Leads zeigen</translation>
    </message>
    <message>
        <source>Import a table of returns</source>
        <translation>Eine Tabelle mit Rückgaben importieren</translation>
    </message>
    <message>
        <source>Leads that buyers want to give back, and callbacks that deny what is booked. What was agreed with a buyer (reasons, days, share, approval) stands in its settings; what those rules decide is decided at once, the rest waits here. Select one row or several; A takes the sales back, D denies, L or Enter shows the lead&apos;s history. Ctrl+I imports a table of returns.</source>
        <translation>Leads, die Käufer zurückgeben wollen, und Rückrufe, die bestreiten, was gebucht ist. Was mit einem Käufer vereinbart ist (Gründe, Tage, Anteil, Genehmigung), steht in seinen Einstellungen; was diese Regeln entscheiden, ist sofort entschieden, der Rest wartet hier. Eine oder mehrere Zeilen auswählen; A nimmt die Verkäufe zurück, D lehnt ab, L oder Eingabe zeigt den Verlauf des Leads. Strg+I importiert eine Tabelle mit Rückgaben.</translation>
    </message>
    <message>
        <source>No callback denies what is booked.</source>
        <translation>Kein Rückruf bestreitet, was gebucht ist.</translation>
    </message>
    <message>
        <source>No lead was given back yet.</source>
        <translation>Noch wurde kein Lead zurückgegeben.</translation>
    </message>
    <message>
        <source>No return waits for a decision.</source>
        <translation>Keine Rückgabe wartet auf eine Entscheidung.</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 ausgewählt</translation>
    </message>
    <message>
        <source>Select a return that waits for a decision first.</source>
        <translation>Zuerst eine Rückgabe auswählen, die auf eine Entscheidung wartet.</translation>
    </message>
    <message>
        <source>One return is decided.</source>
        <translation>Eine Rückgabe ist entschieden.</translation>
    </message>
    <message>
        <source>%1 returns are decided.</source>
        <translation>%1 Rückgaben sind entschieden.</translation>
    </message>
    <message>
        <source>No lead is known here.</source>
        <translation>Hier ist kein Lead bekannt.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SuppressionImportDialog</name>
    <message>
        <source>These entries and &amp;no others</source>
        <translation>Diese Einträge und &amp;keine anderen</translation>
    </message>
    <message>
        <source>Import a suppression list</source>
        <translation>Eine Sperrliste importieren</translation>
    </message>
    <message>
        <source>A CSV file of any size, with one person a row. It is taken wholly or not at all; rows that are no value are counted and can be saved.</source>
        <translation>Eine CSV-Datei beliebiger Größe, mit einer Person je Zeile. Sie wird ganz übernommen oder gar nicht; Zeilen ohne gültigen Wert werden gezählt und lassen sich speichern.</translation>
    </message>
    <message>
        <source>How much of the file is read</source>
        <translation>Wie viel der Datei gelesen ist</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>Save the bad rows…</source>
        <translation>Fehlerhafte Zeilen speichern…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Name of the list</source>
        <translation>Name der Liste</translation>
    </message>
    <message>
        <source>A new name, such as do_not_call, or a list that there is</source>
        <translation>Ein neuer Name wie do_not_call oder eine vorhandene Liste</translation>
    </message>
    <message>
        <source>&amp;List</source>
        <translation>&amp;Liste</translation>
    </message>
    <message>
        <source>Whom it forbids leads</source>
        <translation>Für wen sie Leads sperrt</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Forbids leads &amp;to</source>
        <translation>Sperrt Leads &amp;für</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>Was sie enthält</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>How they are written</source>
        <translation>Wie sie geschrieben sind</translation>
    </message>
    <message>
        <source>&amp;Written</source>
        <translation>&amp;Schreibweise</translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation>CSV-Datei</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Column of the file</source>
        <translation>Spalte der Datei</translation>
    </message>
    <message>
        <source>Its name or number; found by itself if left out</source>
        <translation>Ihr Name oder ihre Nummer; wird sonst selbst gefunden</translation>
    </message>
    <message>
        <source>&amp;Column</source>
        <translation>&amp;Spalte</translation>
    </message>
    <message>
        <source>These entries and no others</source>
        <translation>Diese Einträge und keine anderen</translation>
    </message>
    <message>
        <source>What the list held before is forgotten</source>
        <translation>Was die Liste vorher enthielt, wird vergessen</translation>
    </message>
    <message>
        <source>Suppression list</source>
        <translation>Sperrliste</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt);;All files (*)</source>
        <translation>Tabellen (*.csv *.tsv *.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Stopped. The list is as it was.</source>
        <translation>Angehalten. Die Liste ist, wie sie war.</translation>
    </message>
    <message>
        <source>One row</source>
        <translation>Eine Zeile</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>%1 neu</translation>
    </message>
    <message>
        <source>%1 known</source>
        <translation>%1 bekannt</translation>
    </message>
    <message>
        <source>%1 bad</source>
        <translation>%1 fehlerhaft</translation>
    </message>
    <message>
        <source>the list has %1 now</source>
        <translation>die Liste hat jetzt %1</translation>
    </message>
    <message>
        <source>The first bad row is line %1: %2</source>
        <translation>Die erste fehlerhafte Zeile ist Zeile %1: %2</translation>
    </message>
    <message>
        <source>Rows that are no values</source>
        <translation>Zeilen ohne gültigen Wert</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>The file cannot be written: %1</source>
        <translation>Die Datei ist nicht schreibbar: %1</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SuppressionRemovalDialog</name>
    <message>
        <source>Remove the list %1</source>
        <translation>Die Liste %1 entfernen</translation>
    </message>
    <message>
        <source>The person on it can be sold again at once. This cannot be undone, but the file can be imported again.</source>
        <translation>Die Person darauf kann sofort wieder verkauft werden. Das lässt sich nicht rückgängig machen, aber die Datei kann erneut importiert werden.</translation>
    </message>
    <message>
        <source>The persons of its %1 entries can be sold again at once. This cannot be undone, but the file can be imported again.</source>
        <translation>Die Personen ihrer %1 Einträge können sofort wieder verkauft werden. Das lässt sich nicht rückgängig machen, aber die Datei kann erneut importiert werden.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SuppressionsModel</name>
    <message>
        <source>E-mail addresses</source>
        <translation>E-Mail-Adressen</translation>
    </message>
    <message>
        <source>Phone numbers</source>
        <translation>Telefonnummern</translation>
    </message>
    <message>
        <source>as MD5</source>
        <translation>als MD5</translation>
    </message>
    <message>
        <source>as SHA-1</source>
        <translation>als SHA-1</translation>
    </message>
    <message>
        <source>as SHA-256</source>
        <translation>als SHA-256</translation>
    </message>
    <message>
        <source>in plain text</source>
        <translation>im Klartext</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Forbids leads to</source>
        <translation>Sperrt Leads für</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Last import</source>
        <translation>Letzter Import</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SuppressionsPage</name>
    <message>
        <source>Suppression lists</source>
        <translation>Sperrlisten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove the selected list with its entries (Del)</source>
        <translation>Die gewählte Liste mit ihren Einträgen entfernen (Entf)</translation>
    </message>
    <message>
        <source>Import a list</source>
        <translation>Eine Liste importieren</translation>
    </message>
    <message>
        <source>Import a list from a CSV file (Ctrl+I)</source>
        <translation>Eine Liste aus einer CSV-Datei importieren (Strg+I)</translation>
    </message>
    <message>
        <source>No list yet. Whoever is on one is not sold: to nobody, or not to the buyer whose list it is.</source>
        <translation>Noch keine Liste. Wer auf einer steht, wird nicht verkauft: an niemanden, oder nicht an den Käufer, dem die Liste gehört.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Import a suppression list</source>
        <translation>Eine Sperrliste importieren</translation>
    </message>
    <message>
        <source>Remove the selected list</source>
        <translation>Die gewählte Liste entfernen</translation>
    </message>
    <message>
        <source>Persons who are not to be sold. A lead whose e-mail address or phone number is on a list of everybody is not accepted; on a buyer&apos;s own list, it is not offered to that buyer. Ctrl+I imports a CSV file of any size, plain or hashed; entries are kept as keyed hashes and cannot be read back. Delete removes the selected list. Nodes go by a change within a second.</source>
        <translation>Personen, die nicht verkauft werden sollen. Ein Lead, dessen E-Mail-Adresse oder Telefonnummer auf einer Liste für alle steht, wird nicht angenommen; steht er auf der Liste eines Käufers, wird er diesem nicht angeboten. Strg+I importiert eine CSV-Datei beliebiger Größe, im Klartext oder gehasht; Einträge werden als Hashes mit Schlüssel gehalten und lassen sich nicht zurücklesen. Entf entfernt die gewählte Liste. Knoten richten sich binnen einer Sekunde nach einer Änderung.</translation>
    </message>
    <message>
        <source>Select a list first.</source>
        <translation>Wählen Sie zuerst eine Liste.</translation>
    </message>
    <message>
        <source>The list %1 is removed.</source>
        <translation>Die Liste %1 ist entfernt.</translation>
    </message>
</context>
</TS>
