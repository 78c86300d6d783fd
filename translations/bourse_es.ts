<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>Chip</name>
    <message>
        <source>Received</source>
        <translation>Nuevo</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Vendido</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Pendiente</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rechazado</translation>
    </message>
    <message>
        <source>Time-out</source>
        <translation>Tarde</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicado</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Devuelto</translation>
    </message>
    <message>
        <source>Unsold</source>
        <translation>Sin venta</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>Suppressed</source>
        <translation>Suprimido</translation>
    </message>
    <message>
        <source>Validating</source>
        <translation>Validando</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Ofrecido</translation>
    </message>
    <message>
        <source>Posting</source>
        <translation>En post</translation>
    </message>
    <message>
        <source>Converted</source>
        <translation>Convertido</translation>
    </message>
    <message>
        <source>Erased</source>
        <translation>Borrado</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviando</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>Oferta</translation>
    </message>
    <message>
        <source>No bid</source>
        <translation>Sin oferta</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Aceptado</translation>
    </message>
    <message>
        <source>Cap reached</source>
        <translation>Tope alcanzado</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>No enviado</translation>
    </message>
    <message>
        <source>Unrecognised</source>
        <translation>No reconocido</translation>
    </message>
</context>
<context>
    <name>Computed</name>
    <message>
        <source>Our lead id</source>
        <translation>Nuestro identificador del lead</translation>
    </message>
    <message>
        <source>Id of this request</source>
        <translation>Identificador de esta petición</translation>
    </message>
    <message>
        <source>Lead source</source>
        <translation>Origen del lead</translation>
    </message>
    <message>
        <source>When the lead was received, UTC</source>
        <translation>Cuándo llegó el lead, UTC</translation>
    </message>
    <message>
        <source>Floor price</source>
        <translation>Precio mínimo</translation>
    </message>
    <message>
        <source>Time to answer, ms</source>
        <translation>Tiempo para responder, ms</translation>
    </message>
    <message>
        <source>Time to answer, s</source>
        <translation>Tiempo para responder, s</translation>
    </message>
    <message>
        <source>UTC time</source>
        <translation>Hora UTC</translation>
    </message>
    <message>
        <source>Unix time, s</source>
        <translation>Hora Unix, s</translation>
    </message>
    <message>
        <source>Unix time, ms</source>
        <translation>Hora Unix, ms</translation>
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
        <translation>Número de secuencia</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Entorno</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Item&apos;s number from 0</source>
        <translation>Número del elemento desde 0</translation>
    </message>
    <message>
        <source>Item&apos;s number from 1</source>
        <translation>Número del elemento desde 1</translation>
    </message>
    <message>
        <source>Number of items</source>
        <translation>Número de elementos</translation>
    </message>
    <message>
        <source>Item&apos;s number in its own list</source>
        <translation>Número del elemento en su lista</translation>
    </message>
    <message>
        <source>The value itself</source>
        <translation>El propio valor</translation>
    </message>
    <message>
        <source>Request method</source>
        <translation>Método de la petición</translation>
    </message>
    <message>
        <source>Request path</source>
        <translation>Ruta de la petición</translation>
    </message>
    <message>
        <source>Request query</source>
        <translation>Consulta de la petición</translation>
    </message>
    <message>
        <source>Request host</source>
        <translation>Host de la petición</translation>
    </message>
    <message>
        <source>Request body</source>
        <translation>Cuerpo de la petición</translation>
    </message>
</context>
<context>
    <name>Conditions</name>
    <message>
        <source>is there</source>
        <translation>está presente</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>falta</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>está vacío</translation>
    </message>
    <message>
        <source>is not empty</source>
        <translation>no está vacío</translation>
    </message>
    <message>
        <source>equals</source>
        <translation>es igual a</translation>
    </message>
    <message>
        <source>does not equal</source>
        <translation>no es igual a</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>contiene</translation>
    </message>
    <message>
        <source>starts with</source>
        <translation>empieza por</translation>
    </message>
    <message>
        <source>ends with</source>
        <translation>termina en</translation>
    </message>
    <message>
        <source>matches the pattern</source>
        <translation>cumple el patrón</translation>
    </message>
    <message>
        <source>is one of</source>
        <translation>es uno de</translation>
    </message>
    <message>
        <source>is more than</source>
        <translation>es más que</translation>
    </message>
    <message>
        <source>is at least</source>
        <translation>es al menos</translation>
    </message>
    <message>
        <source>is less than</source>
        <translation>es menos que</translation>
    </message>
    <message>
        <source>is at most</source>
        <translation>es como mucho</translation>
    </message>
</context>
<context>
    <name>ImportText</name>
    <message>
        <source>This word of the recorded answer was taken as “%1”; check the rule.</source>
        <translation>Esta palabra de la respuesta registrada se tomó como «%1»; revise la regla.</translation>
    </message>
    <message>
        <source>A status of 400 and above that no other rule reads.</source>
        <translation>Un estado de 400 o más que no lee ninguna otra regla.</translation>
    </message>
    <message>
        <source>It has the same name as “%1”.</source>
        <translation>Tiene el mismo nombre que «%1».</translation>
    </message>
    <message>
        <source>It is another name for “%1”.</source>
        <translation>Es otro nombre de «%1».</translation>
    </message>
    <message>
        <source>With its group&apos;s name it is another name for “%1”.</source>
        <translation>Con el nombre de su grupo es otro nombre de «%1».</translation>
    </message>
    <message>
        <source>Its name has words in common with “%1”.</source>
        <translation>Su nombre tiene palabras en común con «%1».</translation>
    </message>
    <message>
        <source>“lead id” may be Jornaya&apos;s LeadiD, or only a number of the lead.</source>
        <translation>«lead id» puede ser el LeadiD de Jornaya, o solo un número del lead.</translation>
    </message>
    <message>
        <source>The specification calls it “%1”.</source>
        <translation>La especificación lo llama «%1».</translation>
    </message>
    <message>
        <source>Its description speaks of “%1”.</source>
        <translation>Su descripción habla de «%1».</translation>
    </message>
    <message>
        <source>The sample looks like “%1”.</source>
        <translation>La muestra se parece a «%1».</translation>
    </message>
    <message>
        <source>The sample is a TrustedForm certificate.</source>
        <translation>La muestra es un certificado de TrustedForm.</translation>
    </message>
    <message>
        <source>The sample is a browser&apos;s user agent.</source>
        <translation>La muestra es el agente de usuario de un navegador.</translation>
    </message>
    <message>
        <source>Its allowed values are those of “%1”.</source>
        <translation>Sus valores permitidos son los de «%1».</translation>
    </message>
    <message>
        <source>A switch for tests: it is sent only in the test environment.</source>
        <translation>Un interruptor para pruebas: solo se envía en el entorno de prueba.</translation>
    </message>
    <message>
        <source>The ping&apos;s answer gives this id.</source>
        <translation>La respuesta del ping da este identificador.</translation>
    </message>
    <message>
        <source>Its name asks for a fresh id in each request.</source>
        <translation>Su nombre pide un identificador nuevo en cada petición.</translation>
    </message>
    <message>
        <source>Its name asks for the time of the request.</source>
        <translation>Su nombre pide la hora de la petición.</translation>
    </message>
    <message>
        <source>The age follows from the date of birth.</source>
        <translation>La edad se deduce de la fecha de nacimiento.</translation>
    </message>
    <message>
        <source>It is personal, and a ping should not tell who the person is.</source>
        <translation>Es personal, y un ping no debe decir quién es la persona.</translation>
    </message>
    <message>
        <source>It is first and last name in one text.</source>
        <translation>Es nombre y apellido en un texto.</translation>
    </message>
    <message>
        <source>Its name is one of the buyer&apos;s settings; the sample&apos;s value is sent with each lead.</source>
        <translation>Su nombre es uno de los ajustes del comprador; se envía el valor de la muestra con cada lead.</translation>
    </message>
    <message>
        <source>Its name is one of the buyer&apos;s settings; fill in the value that the buyer gave.</source>
        <translation>Su nombre es uno de los ajustes del comprador; rellene el valor que dio el comprador.</translation>
    </message>
    <message>
        <source>No field of the vertical is like it.</source>
        <translation>Ningún campo de la vertical se le parece.</translation>
    </message>
    <message>
        <source>No field is like it for certain; the nearest is “%1”.</source>
        <translation>Ningún campo se le parece con certeza; el más cercano es «%1».</translation>
    </message>
    <message>
        <source>It is nested deeper than a target can say.</source>
        <translation>Está anidado más hondo de lo que un destino puede decir.</translation>
    </message>
    <message>
        <source>The name has characters that no target can hold.</source>
        <translation>El nombre tiene caracteres que ningún destino admite.</translation>
    </message>
    <message>
        <source>A list in a target has at most 1000 items.</source>
        <translation>Una lista en un destino tiene como mucho 1000 elementos.</translation>
    </message>
    <message>
        <source>Text between elements of one element cannot be mapped.</source>
        <translation>El texto entre los elementos de un elemento no se puede asignar.</translation>
    </message>
    <message>
        <source>XML has one outermost element; this is a second.</source>
        <translation>XML tiene un solo elemento exterior; este es un segundo.</translation>
    </message>
    <message>
        <source>This is no strict JSON; comments, commas before a closing bracket, typographic quotes and bare variables were put right.</source>
        <translation>Esto no es JSON estricto; se corrigieron comentarios, comas antes de un corchete de cierre, comillas tipográficas y variables sueltas.</translation>
    </message>
    <message>
        <source>The backslashes before the quotes were taken away.</source>
        <translation>Se quitaron las barras invertidas delante de las comillas.</translation>
    </message>
    <message>
        <source>The escapes are broken; the text was taken as it is.</source>
        <translation>Los escapes están rotos; el texto se tomó tal cual.</translation>
    </message>
    <message>
        <source>A parameter without a name cannot be mapped.</source>
        <translation>Un parámetro sin nombre no se puede asignar.</translation>
    </message>
    <message>
        <source>The body is empty.</source>
        <translation>El cuerpo está vacío.</translation>
    </message>
    <message>
        <source>The body is JSON though its content type says form; it will be sent as JSON.</source>
        <translation>El cuerpo es JSON aunque su tipo de contenido dice formulario; se enviará como JSON.</translation>
    </message>
    <message>
        <source>The body is neither JSON, XML nor a form; it is kept as a text template without places.</source>
        <translation>El cuerpo no es JSON, XML ni formulario; se conserva como plantilla de texto sin huecos.</translation>
    </message>
    <message>
        <source>What follows # in an address is never sent.</source>
        <translation>Lo que sigue a # en una dirección nunca se envía.</translation>
    </message>
    <message>
        <source>The address has no http:// or https://; https was taken.</source>
        <translation>La dirección no tiene http:// ni https://; se tomó https.</translation>
    </message>
    <message>
        <source>Only http and https are spoken; https was taken.</source>
        <translation>Solo se habla http y https; se tomó https.</translation>
    </message>
    <message>
        <source>This is no name of a header.</source>
        <translation>Esto no es el nombre de una cabecera.</translation>
    </message>
    <message>
        <source>The header&apos;s value has a control character.</source>
        <translation>El valor de la cabecera tiene un carácter de control.</translation>
    </message>
    <message>
        <source>Bourse sets this header of the connection itself.</source>
        <translation>Bourse pone esta cabecera de la conexión por sí mismo.</translation>
    </message>
    <message>
        <source>A header of the browser or tool that the request was copied from; it is left out.</source>
        <translation>Una cabecera del navegador o herramienta de la que se copió la petición; se omite.</translation>
    </message>
    <message>
        <source>The request proves itself twice; the header was taken.</source>
        <translation>La petición se identifica dos veces; se tomó la cabecera.</translation>
    </message>
    <message>
        <source>The option needs a value, and there is none.</source>
        <translation>La opción necesita un valor, y no lo hay.</translation>
    </message>
    <message>
        <source>curl does not take --option=value; it was read as if it did.</source>
        <translation>curl no admite --option=valor; se leyó como si lo hiciera.</translation>
    </message>
    <message>
        <source>A long option with one dash; two were meant.</source>
        <translation>Una opción larga con un guion; debían ser dos.</translation>
    </message>
    <message>
        <source>This option of curl is not known here; it was left out.</source>
        <translation>Esta opción de curl no se conoce aquí; se omitió.</translation>
    </message>
    <message>
        <source>This is neither an option nor an address.</source>
        <translation>Esto no es ni una opción ni una dirección.</translation>
    </message>
    <message>
        <source>The value stands in a file, and files are not read; paste its text instead.</source>
        <translation>El valor está en un archivo, y los archivos no se leen; pegue su texto.</translation>
    </message>
    <message>
        <source>A header has a colon between name and value.</source>
        <translation>Una cabecera tiene dos puntos entre nombre y valor.</translation>
    </message>
    <message>
        <source>The command takes a header of curl&apos;s own away; it is not sent.</source>
        <translation>La orden quita una cabecera propia de curl; no se envía.</translation>
    </message>
    <message>
        <source>A part without a name cannot be mapped.</source>
        <translation>Una parte sin nombre no se puede asignar.</translation>
    </message>
    <message>
        <source>This attribute of a single part is not kept.</source>
        <translation>Este atributo de una sola parte no se conserva.</translation>
    </message>
    <message>
        <source>curl would ask for the password; set it as a secret.</source>
        <translation>curl pediría la contraseña; fíjela como secreto.</translation>
    </message>
    <message>
        <source>Redirects are never followed.</source>
        <translation>Las redirecciones nunca se siguen.</translation>
    </message>
    <message>
        <source>The command does not check the server&apos;s certificate; Bourse always does, or pins the key.</source>
        <translation>La orden no comprueba el certificado del servidor; Bourse lo hace siempre, o fija la clave.</translation>
    </message>
    <message>
        <source>The answer is asked for uncompressed.</source>
        <translation>La respuesta se pide sin comprimir.</translation>
    </message>
    <message>
        <source>A proxy is a setting of the machine, not of an integration.</source>
        <translation>Un proxy es un ajuste de la máquina, no de una integración.</translation>
    </message>
    <message>
        <source>Further options stand in a file, and files are not read; paste its text instead.</source>
        <translation>Hay más opciones en un archivo, y los archivos no se leen; pegue su texto.</translation>
    </message>
    <message>
        <source>This option is about curl itself, not about the request.</source>
        <translation>Esta opción trata del propio curl, no de la petición.</translation>
    </message>
    <message>
        <source>An integration cannot say this; it was left out.</source>
        <translation>Una integración no puede decir esto; se omitió.</translation>
    </message>
    <message>
        <source>A time limit is at most ten minutes.</source>
        <translation>Un límite de tiempo es como mucho de diez minutos.</translation>
    </message>
    <message>
        <source>Only the total time is limited, not that of connecting.</source>
        <translation>Solo se limita el tiempo total, no el de conexión.</translation>
    </message>
    <message>
        <source>A certificate or key stands in a file, and files are not read; its text goes into the secret.</source>
        <translation>Un certificado o clave está en un archivo, y los archivos no se leen; su texto va al secreto.</translation>
    </message>
    <message>
        <source>Only the signature of AWS itself is known.</source>
        <translation>Solo se conoce la firma del propio AWS.</translation>
    </message>
    <message>
        <source>The command names no address.</source>
        <translation>La orden no nombra ninguna dirección.</translation>
    </message>
    <message>
        <source>A request has one body: -F was taken, -d left out.</source>
        <translation>Una petición tiene un cuerpo: se tomó -F y se omitió -d.</translation>
    </message>
    <message>
        <source>There is nothing to build an integration of.</source>
        <translation>No hay nada con lo que construir una integración.</translation>
    </message>
    <message>
        <source>Imported integration</source>
        <translation>Integración importada</translation>
    </message>
    <message>
        <source>No address is known; fill in the variable “host” or the endpoint.</source>
        <translation>No se conoce ninguna dirección; rellene la variable «host» o el punto de conexión.</translation>
    </message>
    <message>
        <source>The address looks like a test environment; the live one is still to be set.</source>
        <translation>La dirección parece de un entorno de prueba; la de en vivo aún está por fijar.</translation>
    </message>
    <message>
        <source>Only one address is known; it is used for test and live.</source>
        <translation>Solo se conoce una dirección; se usa para prueba y en vivo.</translation>
    </message>
    <message>
        <source>This is no address of a server.</source>
        <translation>Esto no es la dirección de un servidor.</translation>
    </message>
    <message>
        <source>There is a request for a token, so this one carries what it answers.</source>
        <translation>Hay una petición de un token, así que esta lleva lo que aquella responde.</translation>
    </message>
    <message>
        <source>This way of proving who one is was read, but must be set by hand.</source>
        <translation>Esta forma de identificarse se leyó, pero debe fijarse a mano.</translation>
    </message>
    <message>
        <source>The connection shows a certificate: put it and its key into the secrets “client_certificate” and “client_key”.</source>
        <translation>La conexión muestra un certificado: póngalo con su clave en los secretos «client_certificate» y «client_key».</translation>
    </message>
    <message>
        <source>A recorded answer of an earlier step has a member of this name.</source>
        <translation>Una respuesta registrada de un paso anterior tiene un miembro con este nombre.</translation>
    </message>
    <message>
        <source>The text itself has a variable here.</source>
        <translation>El propio texto tiene aquí una variable.</translation>
    </message>
    <message>
        <source>Without a vertical nothing is mapped: the sample&apos;s value is sent.</source>
        <translation>Sin vertical no se asigna nada: se envía el valor de la muestra.</translation>
    </message>
    <message>
        <source>The sample has an empty list or group here.</source>
        <translation>La muestra tiene aquí una lista o grupo vacío.</translation>
    </message>
    <message>
        <source>Chosen by hand.</source>
        <translation>Elegido a mano.</translation>
    </message>
    <message>
        <source>Not mapped yet.</source>
        <translation>Aún sin asignar.</translation>
    </message>
    <message>
        <source>The table names this field twice; the first is taken.</source>
        <translation>La tabla nombra este campo dos veces; se toma el primero.</translation>
    </message>
    <message>
        <source>The specification names this field, the sample has no place for it.</source>
        <translation>La especificación nombra este campo; la muestra no tiene sitio para él.</translation>
    </message>
    <message>
        <source>required: %1</source>
        <translation>obligatorio: %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>como mucho %1</translation>
    </message>
    <message>
        <source>default %1</source>
        <translation>por omisión %1</translation>
    </message>
    <message>
        <source>example %1</source>
        <translation>ejemplo %1</translation>
    </message>
    <message>
        <source>The recording has no list of entries.</source>
        <translation>La grabación no tiene lista de entradas.</translation>
    </message>
    <message>
        <source>The recording has only pages and pictures, no call.</source>
        <translation>La grabación solo tiene páginas e imágenes, ninguna llamada.</translation>
    </message>
    <message>
        <source>A page, picture, script or preflight; it is no call to a buyer.</source>
        <translation>Una página, imagen, script o preflight; no es una llamada a un comprador.</translation>
    </message>
    <message>
        <source>The entry names no address.</source>
        <translation>La entrada no nombra ninguna dirección.</translation>
    </message>
    <message>
        <source>The parts of this body are only there as raw text; they are not taken apart.</source>
        <translation>Las partes de este cuerpo solo están como texto en bruto; no se separan.</translation>
    </message>
    <message>
        <source>The answer was recorded as Base64, so as something else than text; it is no sample.</source>
        <translation>La respuesta se registró como Base64, es decir, no como texto; no es una muestra.</translation>
    </message>
    <message>
        <source>%1 read, %2 not understood, %3 silently dropped</source>
        <translation>%1 leídos, %2 no entendidos, %3 perdidos en silencio</translation>
    </message>
    <message>
        <source>The text is too large to be imported.</source>
        <translation>El texto es demasiado grande para importarlo.</translation>
    </message>
    <message>
        <source>There is nothing to import.</source>
        <translation>No hay nada que importar.</translation>
    </message>
    <message>
        <source>The text has a NUL character at byte %1; is it a binary file?</source>
        <translation>El texto tiene un carácter NUL en el byte %1; ¿es un archivo binario?</translation>
    </message>
    <message>
        <source>The text is not valid UTF-8; save or copy it as UTF-8.</source>
        <translation>El texto no es UTF-8 válido; guárdelo o cópielo como UTF-8.</translation>
    </message>
    <message>
        <source>Pasted sample</source>
        <translation>Muestra pegada</translation>
    </message>
    <message>
        <source>The text is none of the kinds that can be imported.</source>
        <translation>El texto no es de ninguna de las clases que se pueden importar.</translation>
    </message>
    <message>
        <source>An integration speaks GET, POST, PUT, PATCH and DELETE; %1 was taken.</source>
        <translation>Una integración habla GET, POST, PUT, PATCH y DELETE; se tomó %1.</translation>
    </message>
    <message>
        <source>Methods are written in capitals.</source>
        <translation>Los métodos se escriben en mayúsculas.</translation>
    </message>
    <message>
        <source>cURL command</source>
        <translation>Orden de cURL</translation>
    </message>
    <message>
        <source>Postman collection</source>
        <translation>Colección de Postman</translation>
    </message>
    <message>
        <source>OpenAPI description</source>
        <translation>Descripción OpenAPI</translation>
    </message>
    <message>
        <source>HAR recording</source>
        <translation>Grabación HAR</translation>
    </message>
    <message>
        <source>HTTP request</source>
        <translation>Petición HTTP</translation>
    </message>
    <message>
        <source>JSON sample</source>
        <translation>Muestra JSON</translation>
    </message>
    <message>
        <source>XML sample</source>
        <translation>Muestra XML</translation>
    </message>
    <message>
        <source>Form or query sample</source>
        <translation>Muestra de formulario o consulta</translation>
    </message>
    <message>
        <source>Specification table</source>
        <translation>Tabla de especificación</translation>
    </message>
    <message>
        <source>Not recognised</source>
        <translation>No reconocido</translation>
    </message>
    <message>
        <source>It names Postman&apos;s schema.</source>
        <translation>Nombra el esquema de Postman.</translation>
    </message>
    <message>
        <source>It has the members of a Postman collection.</source>
        <translation>Tiene los miembros de una colección de Postman.</translation>
    </message>
    <message>
        <source>It names OpenAPI and has paths.</source>
        <translation>Nombra OpenAPI y tiene rutas.</translation>
    </message>
    <message>
        <source>It has a log with entries.</source>
        <translation>Tiene un registro con entradas.</translation>
    </message>
    <message>
        <source>It begins like JSON.</source>
        <translation>Empieza como JSON.</translation>
    </message>
    <message>
        <source>It has an HTML table.</source>
        <translation>Tiene una tabla HTML.</translation>
    </message>
    <message>
        <source>It begins like XML.</source>
        <translation>Empieza como XML.</translation>
    </message>
    <message>
        <source>It begins like OpenAPI in YAML.</source>
        <translation>Empieza como OpenAPI en YAML.</translation>
    </message>
    <message>
        <source>It looks like OpenAPI in YAML.</source>
        <translation>Parece OpenAPI en YAML.</translation>
    </message>
    <message>
        <source>It calls curl.</source>
        <translation>Llama a curl.</translation>
    </message>
    <message>
        <source>It begins like an HTTP request.</source>
        <translation>Empieza como una petición HTTP.</translation>
    </message>
    <message>
        <source>It is an address.</source>
        <translation>Es una dirección.</translation>
    </message>
    <message>
        <source>It is name=value pairs.</source>
        <translation>Son pares nombre=valor.</translation>
    </message>
    <message>
        <source>Each line is a name and a value.</source>
        <translation>Cada línea es un nombre y un valor.</translation>
    </message>
    <message>
        <source>Its lines fall into the same columns.</source>
        <translation>Sus líneas caen en las mismas columnas.</translation>
    </message>
    <message>
        <source>The text has more values or requests than an import takes.</source>
        <translation>El texto tiene más valores o peticiones de los que admite una importación.</translation>
    </message>
    <message>
        <source>Bookkeeping of the tool that wrote the file; it is not part of a request.</source>
        <translation>Contabilidad de la herramienta que escribió el archivo; no es parte de una petición.</translation>
    </message>
    <message>
        <source>Nothing here knows what to do with this part.</source>
        <translation>Nada aquí sabe qué hacer con esta parte.</translation>
    </message>
    <message>
        <source>This is Swagger 2; convert it to OpenAPI 3.</source>
        <translation>Esto es Swagger 2; conviértalo a OpenAPI 3.</translation>
    </message>
    <message>
        <source>The description has no paths.</source>
        <translation>La descripción no tiene rutas.</translation>
    </message>
    <message>
        <source>The description has no operation.</source>
        <translation>La descripción no tiene ninguna operación.</translation>
    </message>
    <message>
        <source>No operation that was read refers to it.</source>
        <translation>Ninguna operación leída se refiere a esto.</translation>
    </message>
    <message>
        <source>References to other files are not followed.</source>
        <translation>Las referencias a otros archivos no se siguen.</translation>
    </message>
    <message>
        <source>The reference leads nowhere.</source>
        <translation>La referencia no lleva a ninguna parte.</translation>
    </message>
    <message>
        <source>The description names several servers; the first was taken.</source>
        <translation>La descripción nombra varios servidores; se tomó el primero.</translation>
    </message>
    <message>
        <source>The variable “%1” of the address has its default value.</source>
        <translation>La variable «%1» de la dirección tiene su valor por omisión.</translation>
    </message>
    <message>
        <source>Cookies are not mapped.</source>
        <translation>Las cookies no se asignan.</translation>
    </message>
    <message>
        <source>The parameter is named twice.</source>
        <translation>El parámetro está nombrado dos veces.</translation>
    </message>
    <message>
        <source>OpenAPI itself gives this parameter no meaning.</source>
        <translation>El propio OpenAPI no da significado a este parámetro.</translation>
    </message>
    <message>
        <source>The schema contains itself; one level was taken.</source>
        <translation>El esquema se contiene a sí mismo; se tomó un nivel.</translation>
    </message>
    <message>
        <source>The schema allows several variants; the first was taken.</source>
        <translation>El esquema permite varias variantes; se tomó la primera.</translation>
    </message>
    <message>
        <source>A body without members cannot be mapped.</source>
        <translation>Un cuerpo sin miembros no se puede asignar.</translation>
    </message>
    <message>
        <source>The body may also be sent in this format; %1 was taken.</source>
        <translation>El cuerpo también puede enviarse en este formato; se tomó %1.</translation>
    </message>
    <message>
        <source>Bodies of this type are not mapped.</source>
        <translation>Los cuerpos de este tipo no se asignan.</translation>
    </message>
    <message>
        <source>There are several ways to prove who one is; the first was taken.</source>
        <translation>Hay varias formas de identificarse; se tomó la primera.</translation>
    </message>
    <message>
        <source>The security scheme is not described.</source>
        <translation>El esquema de seguridad no está descrito.</translation>
    </message>
    <message>
        <source>A description; it is not part of a request.</source>
        <translation>Una descripción; no es parte de una petición.</translation>
    </message>
    <message>
        <source>This is a Postman collection of version 1; export it as 2.1.</source>
        <translation>Esto es una colección de Postman de la versión 1; expórtela como 2.1.</translation>
    </message>
    <message>
        <source>The collection has no list “item”.</source>
        <translation>La colección no tiene lista «item».</translation>
    </message>
    <message>
        <source>The collection has no request.</source>
        <translation>La colección no tiene ninguna petición.</translation>
    </message>
    <message>
        <source>It is switched off in the collection and was left out.</source>
        <translation>Está desactivado en la colección y se omitió.</translation>
    </message>
    <message>
        <source>Scripts are not run; what they compute must be set by hand.</source>
        <translation>Los scripts no se ejecutan; lo que calculan debe fijarse a mano.</translation>
    </message>
    <message>
        <source>The folders are nested too deeply.</source>
        <translation>Las carpetas están anidadas demasiado hondo.</translation>
    </message>
    <message>
        <source>The item has no request.</source>
        <translation>El elemento no tiene petición.</translation>
    </message>
    <message>
        <source>Only the grants of clients and passwords can run without a person; a fixed token was taken.</source>
        <translation>Solo las concesiones de clientes y contraseñas funcionan sin una persona; se tomó un token fijo.</translation>
    </message>
    <message>
        <source>The body stands in a file, and files are not read; paste its text instead.</source>
        <translation>El cuerpo está en un archivo, y los archivos no se leen; pegue su texto.</translation>
    </message>
    <message>
        <source>GraphQL bodies are not imported; paste the request&apos;s JSON.</source>
        <translation>Los cuerpos GraphQL no se importan; pegue el JSON de la petición.</translation>
    </message>
    <message>
        <source>The body has another mode; this part of it is not sent.</source>
        <translation>El cuerpo es de otra clase; esta parte no se envía.</translation>
    </message>
    <message>
        <source>The text gives this variable no value; it is a variable of the document, still empty.</source>
        <translation>El texto no da valor a esta variable; es una variable del documento, aún vacía.</translation>
    </message>
    <message>
        <source>This is the secret “%1”; its value is kept apart from the document.</source>
        <translation>Esto es el secreto «%1»; su valor se guarda aparte del documento.</translation>
    </message>
    <message>
        <source>A part of the path looks like a key: it is the secret “%1” now. Put it back if it is none.</source>
        <translation>Una parte de la ruta parece una clave: ahora es el secreto «%1». Devuélvala si no lo es.</translation>
    </message>
    <message>
        <source>This header of a recorded answer is left out of the sample.</source>
        <translation>Esta cabecera de una respuesta registrada queda fuera de la muestra.</translation>
    </message>
    <message>
        <source>A secret in a recorded answer is replaced by an example.</source>
        <translation>Un secreto de una respuesta registrada se sustituye por un ejemplo.</translation>
    </message>
    <message>
        <source>A mark of Markdown.</source>
        <translation>Una marca de Markdown.</translation>
    </message>
    <message>
        <source>A comment.</source>
        <translation>Un comentario.</translation>
    </message>
    <message>
        <source>This is no cURL command.</source>
        <translation>Esto no es una orden de cURL.</translation>
    </message>
    <message>
        <source>The value of this shell variable was put in where it is used.</source>
        <translation>El valor de esta variable del intérprete se puso donde se usa.</translation>
    </message>
    <message>
        <source>The next line begins with an option, so it was read as part of the same command though no mark joins them.</source>
        <translation>La línea siguiente empieza por una opción, así que se leyó como parte de la misma orden aunque ninguna marca las une.</translation>
    </message>
    <message>
        <source>What becomes of the answer in the shell is not imported.</source>
        <translation>Lo que pasa con la respuesta en el intérprete no se importa.</translation>
    </message>
    <message>
        <source>Redirections of the shell are not imported.</source>
        <translation>Las redirecciones del intérprete no se importan.</translation>
    </message>
    <message>
        <source>An &amp; without quotes would end the command in a shell; it was read as part of the address.</source>
        <translation>Un &amp; sin comillas terminaría la orden en un intérprete; se leyó como parte de la dirección.</translation>
    </message>
    <message>
        <source>A quotation mark has no partner; everything behind it was read as one text.</source>
        <translation>Una comilla no tiene pareja; todo lo que sigue se leyó como un texto.</translation>
    </message>
    <message>
        <source>Typographic quotation marks were read as plain ones.</source>
        <translation>Las comillas tipográficas se leyeron como sencillas.</translation>
    </message>
    <message>
        <source>What this command would print cannot be known; a variable stands for it.</source>
        <translation>Lo que imprimiría esta orden no se puede saber; una variable ocupa su lugar.</translation>
    </message>
    <message>
        <source>There is already a request for the step “%1”; this one is kept aside and can be chosen instead.</source>
        <translation>Ya hay una petición para el paso «%1»; esta queda aparte y se puede elegir en su lugar.</translation>
    </message>
    <message>
        <source>This text is not part of the table.</source>
        <translation>Este texto no es parte de la tabla.</translation>
    </message>
    <message>
        <source>The fields below belong to the step “%1”.</source>
        <translation>Los campos de abajo pertenecen al paso «%1».</translation>
    </message>
    <message>
        <source>A heading in the table.</source>
        <translation>Un encabezado en la tabla.</translation>
    </message>
    <message>
        <source>The table has no header that is known; its columns were told apart by what is in them.</source>
        <translation>La tabla no tiene un encabezado conocido; sus columnas se distinguieron por su contenido.</translation>
    </message>
    <message>
        <source>The row names no field.</source>
        <translation>La fila no nombra ningún campo.</translation>
    </message>
    <message>
        <source>The table sends this field in neither step.</source>
        <translation>La tabla no envía este campo en ningún paso.</translation>
    </message>
    <message>
        <source>The text does not fall into the columns of a table.</source>
        <translation>El texto no cae en las columnas de una tabla.</translation>
    </message>
    <message>
        <source>The table names no field.</source>
        <translation>La tabla no nombra ningún campo.</translation>
    </message>
    <message>
        <source>The YAML is empty.</source>
        <translation>El YAML está vacío.</translation>
    </message>
    <message>
        <source>The indentation does not fit what is above.</source>
        <translation>El sangrado no encaja con lo de arriba.</translation>
    </message>
    <message>
        <source>Only one document is read.</source>
        <translation>Solo se lee un documento.</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Línea %1: %2</translation>
    </message>
    <message>
        <source>Anchors and aliases are not read.</source>
        <translation>Las anclas y los alias no se leen.</translation>
    </message>
    <message>
        <source>Tags are not read.</source>
        <translation>Las etiquetas no se leen.</translation>
    </message>
    <message>
        <source>Keys that are collections are not read.</source>
        <translation>Las claves que son colecciones no se leen.</translation>
    </message>
    <message>
        <source>It is nested too deeply.</source>
        <translation>Está anidado demasiado hondo.</translation>
    </message>
    <message>
        <source>Tabs cannot indent.</source>
        <translation>Los tabuladores no pueden sangrar.</translation>
    </message>
    <message>
        <source>A key with a colon is expected.</source>
        <translation>Se espera una clave con dos puntos.</translation>
    </message>
    <message>
        <source>Merge keys are not read.</source>
        <translation>Las claves de fusión no se leen.</translation>
    </message>
    <message>
        <source>The key “%1” appears twice.</source>
        <translation>La clave «%1» aparece dos veces.</translation>
    </message>
    <message>
        <source>A text over several lines is too long.</source>
        <translation>Un texto de varias líneas es demasiado largo.</translation>
    </message>
    <message>
        <source>Something follows a closed bracket.</source>
        <translation>Algo sigue a un corchete cerrado.</translation>
    </message>
    <message>
        <source>A bracket is not closed.</source>
        <translation>Un corchete no está cerrado.</translation>
    </message>
    <message>
        <source>A value is expected.</source>
        <translation>Se espera un valor.</translation>
    </message>
    <message>
        <source>A quotation mark has no partner.</source>
        <translation>Una comilla no tiene pareja.</translation>
    </message>
    <message>
        <source>An escape in a quoted text is wrong.</source>
        <translation>Un escape en un texto entrecomillado es incorrecto.</translation>
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
        <translation>quién lo compró</translation>
    </message>
    <message>
        <source>where it came from</source>
        <translation>de dónde vino</translation>
    </message>
    <message>
        <source>TX, FL …</source>
        <translation>TX, FL …</translation>
    </message>
    <message>
        <source>milliseconds, &gt;400</source>
        <translation>milisegundos, &gt;400</translation>
    </message>
    <message>
        <source>money, &gt;=20</source>
        <translation>dinero, &gt;=20</translation>
    </message>
    <message>
        <source>code or the buyer&apos;s words</source>
        <translation>código o palabras del comprador</translation>
    </message>
    <message>
        <source>today, 1h, 15m, a date</source>
        <translation>today, 1h, 15m, una fecha</translation>
    </message>
    <message>
        <source>a lead&apos;s id or its beginning</source>
        <translation>el identificador de un lead o su comienzo</translation>
    </message>
    <message>
        <source>“%1” is neither a key nor a lead id.</source>
        <translation>«%1» no es ni una clave ni un identificador de lead.</translation>
    </message>
    <message>
        <source>There is no key “%1”.</source>
        <translation>No hay ninguna clave «%1».</translation>
    </message>
    <message>
        <source>“%1” takes a colon.</source>
        <translation>«%1» lleva dos puntos.</translation>
    </message>
    <message>
        <source>Only a status can be excluded.</source>
        <translation>Solo se puede excluir un estado.</translation>
    </message>
    <message>
        <source>“%1” has no value yet.</source>
        <translation>«%1» aún no tiene valor.</translation>
    </message>
    <message>
        <source>“%1” takes one value.</source>
        <translation>«%1» toma un valor.</translation>
    </message>
    <message>
        <source>There is no status “%1”.</source>
        <translation>No hay ningún estado «%1».</translation>
    </message>
    <message>
        <source>No buyer is called “%1”.</source>
        <translation>Ningún comprador se llama «%1».</translation>
    </message>
    <message>
        <source>No source is called “%1”.</source>
        <translation>Ningún origen se llama «%1».</translation>
    </message>
    <message>
        <source>“%1” is no state&apos;s code.</source>
        <translation>«%1» no es el código de un estado.</translation>
    </message>
    <message>
        <source>“%1” is no number of milliseconds.</source>
        <translation>«%1» no es un número de milisegundos.</translation>
    </message>
    <message>
        <source>“%1” is no amount.</source>
        <translation>«%1» no es un importe.</translation>
    </message>
    <message>
        <source>“%1” is no time.</source>
        <translation>«%1» no es una hora.</translation>
    </message>
    <message>
        <source>“%1” is no lead id; four characters are enough.</source>
        <translation>«%1» no es un identificador de lead; bastan cuatro caracteres.</translation>
    </message>
    <message>
        <source>since midnight</source>
        <translation>desde medianoche</translation>
    </message>
    <message>
        <source>the last quarter of an hour</source>
        <translation>el último cuarto de hora</translation>
    </message>
    <message>
        <source>the last hour</source>
        <translation>la última hora</translation>
    </message>
    <message>
        <source>the last day</source>
        <translation>el último día</translation>
    </message>
    <message>
        <source>the whole day before</source>
        <translation>todo el día anterior</translation>
    </message>
</context>
<context>
    <name>LeadMatrix</name>
    <message>
        <source>The request as a whole</source>
        <translation>La petición entera</translation>
    </message>
</context>
<context>
    <name>Mapping</name>
    <message>
        <source>%1 by %2</source>
        <translation>%1 por %2</translation>
    </message>
    <message>
        <source>, else </source>
        <translation>, si no </translation>
    </message>
    <message>
        <source>%1 with %2 rows</source>
        <translation>%1 con %2 filas</translation>
    </message>
    <message>
        <source>1 pair: %2</source>
        <translation>1 par: %2</translation>
    </message>
    <message>
        <source>%1 pairs: %2</source>
        <translation>%1 pares: %2</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>Live address</source>
        <translation>Dirección en vivo</translation>
    </message>
    <message>
        <source>Test address</source>
        <translation>Dirección de prueba</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>(no address)</source>
        <translation>(sin dirección)</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
</context>
<context>
    <name>MappingEdits</name>
    <message>
        <source>the row</source>
        <translation>la fila</translation>
    </message>
    <message>
        <source>Rename %1 to %2</source>
        <translation>Cambiar el nombre de %1 a %2</translation>
    </message>
    <message>
        <source>Set %1 to the constant “%2”</source>
        <translation>Fijar %1 a la constante «%2»</translation>
    </message>
    <message>
        <source>Map %1 to %2</source>
        <translation>Asignar %1 a %2</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>Añadir %1</translation>
    </message>
    <message>
        <source>No longer refuse leads: %1</source>
        <translation>No rechazar más leads: %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Quitar %1</translation>
    </message>
    <message>
        <source>Move %1 up</source>
        <translation>Subir %1</translation>
    </message>
    <message>
        <source>Move %1 down</source>
        <translation>Bajar %1</translation>
    </message>
    <message>
        <source>Add “%1” to %2</source>
        <translation>Añadir «%1» a %2</translation>
    </message>
    <message>
        <source>Remove “%1” from %2</source>
        <translation>Quitar «%1» de %2</translation>
    </message>
    <message>
        <source>Move “%1” of %2</source>
        <translation>Mover «%1» de %2</translation>
    </message>
    <message>
        <source>Change “%1” of %2</source>
        <translation>Cambiar «%1» de %2</translation>
    </message>
    <message>
        <source>Change what %1 does when empty</source>
        <translation>Cambiar qué hace %1 cuando está vacío</translation>
    </message>
    <message>
        <source>Send %1 only sometimes</source>
        <translation>Enviar %1 solo a veces</translation>
    </message>
    <message>
        <source>Send %1 always</source>
        <translation>Enviar %1 siempre</translation>
    </message>
    <message>
        <source>Refuse leads: %1</source>
        <translation>Rechazar leads: %1</translation>
    </message>
    <message>
        <source>Change which leads are refused: %1</source>
        <translation>Cambiar qué leads se rechazan: %1</translation>
    </message>
    <message>
        <source>Make %1 of pairs</source>
        <translation>Formar %1 con pares</translation>
    </message>
    <message>
        <source>Change how the pairs of %1 are written</source>
        <translation>Cambiar cómo se escriben los pares de %1</translation>
    </message>
    <message>
        <source>Add the pair %1 to %2</source>
        <translation>Añadir el par %1 a %2</translation>
    </message>
    <message>
        <source>Record why %1 is in the ping</source>
        <translation>Anotar por qué %1 está en el ping</translation>
    </message>
    <message>
        <source>Move %1 to Post</source>
        <translation>Pasar %1 al post</translation>
    </message>
    <message>
        <source>Add the step %1</source>
        <translation>Añadir el paso %1</translation>
    </message>
    <message>
        <source>Remove the step %1</source>
        <translation>Quitar el paso %1</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Inicio de sesión</translation>
    </message>
    <message>
        <source>Look-up</source>
        <translation>Consulta</translation>
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
        <translation>Estado</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>Ganado</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Perdido</translation>
    </message>
    <message>
        <source>Callback</source>
        <translation>Retrollamada</translation>
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
        <translation>vs. hora anterior</translation>
    </message>
    <message>
        <source>Revenue today</source>
        <translation>Ingresos de hoy</translation>
    </message>
    <message>
        <source>Profit today, %1 %</source>
        <translation>Beneficio de hoy, %1 %</translation>
    </message>
    <message>
        <source>Profit today</source>
        <translation>Beneficio de hoy</translation>
    </message>
    <message>
        <source>Sold, last hour</source>
        <translation>Vendidos, última hora</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> pt</translation>
    </message>
    <message>
        <source>Effective price</source>
        <translation>Precio efectivo</translation>
    </message>
    <message>
        <source>Latency p95</source>
        <translation>Latencia p95</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Leads per second</source>
        <translation>Leads por segundo</translation>
    </message>
    <message>
        <source>vs 15 min</source>
        <translation>vs. 15 min</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Time-outs</source>
        <translation>Tiempo agotado</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Fallando</translation>
    </message>
    <message>
        <source>%1 % fail</source>
        <translation>%1 % falla</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>Bien</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>Sin llamadas aún</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Look-up of %1: %2 in %3</source>
        <translation>Consulta de %1: %2 en %3</translation>
    </message>
    <message>
        <source>%1 asked who sends the %2 (HTTP 401); it was sent again with the answer</source>
        <translation>%1 preguntó quién envía el %2 (HTTP 401); se envió de nuevo con la respuesta</translation>
    </message>
    <message>
        <source>%1 asked who sends the %2 (HTTP 401), which could not be answered: %3</source>
        <translation>%1 preguntó quién envía el %2 (HTTP 401), lo que no se pudo responder: %3</translation>
    </message>
    <message>
        <source>%1 bid %2</source>
        <translation>%1 ofreció %2</translation>
    </message>
    <message>
        <source>%1 but rejected the post: %2</source>
        <translation>%1 pero rechazó el post: %2</translation>
    </message>
    <message>
        <source>%1 but could not be reached.</source>
        <translation>%1 pero no se pudo contactar.</translation>
    </message>
    <message>
        <source>after 1 ping, %1</source>
        <translation>tras 1 ping, %1</translation>
    </message>
    <message>
        <source>after %1 pings, %2</source>
        <translation>tras %1 pings, %2</translation>
    </message>
    <message>
        <source>Sold to %1 for %2</source>
        <translation>Vendido a %1 por %2</translation>
    </message>
    <message>
        <source>Not known whether %1 bought it</source>
        <translation>No se sabe si %1 lo compró</translation>
    </message>
    <message>
        <source>Not sold</source>
        <translation>No vendido</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rechazado</translation>
    </message>
    <message>
        <source>Waiting for %1</source>
        <translation>Esperando a %1</translation>
    </message>
    <message>
        <source>Being routed</source>
        <translation>En reparto</translation>
    </message>
    <message>
        <source>Look-up “%4” of %1: %2 in %3</source>
        <translation>Consulta «%4» a %1: %2 en %3</translation>
    </message>
    <message>
        <source>Returned by %1</source>
        <translation>Devuelto por %1</translation>
    </message>
    <message>
        <source>It had been sold for %1, %2.</source>
        <translation>Se había vendido por %1, %2.</translation>
    </message>
</context>
<context>
    <name>ResponseTeacher</name>
    <message>
        <source>%1 equals %2 means %3</source>
        <translation>%1 igual a %2 significa %3</translation>
    </message>
    <message>
        <source>Read the price from %1</source>
        <translation>Leer el precio de %1</translation>
    </message>
    <message>
        <source>Carry %1 from %2</source>
        <translation>Conservar %1 de %2</translation>
    </message>
    <message>
        <source>Read the reason from %1</source>
        <translation>Leer el motivo de %1</translation>
    </message>
    <message>
        <source>Read the redirect from %1</source>
        <translation>Leer la redirección de %1</translation>
    </message>
    <message>
        <source>Read the expiry from %1</source>
        <translation>Leer la caducidad de %1</translation>
    </message>
    <message>
        <source>Find the lead by %1</source>
        <translation>Encontrar el lead por %1</translation>
    </message>
    <message>
        <source>Tell events apart by %1</source>
        <translation>Distinguir los eventos por %1</translation>
    </message>
</context>
<context>
    <name>TraceLayout</name>
    <message>
        <source>Validate</source>
        <translation>Validar</translation>
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
        <translation>Respuesta %1</translation>
    </message>
    <message>
        <source>Skipped %1</source>
        <translation>%1 omitido</translation>
    </message>
    <message>
        <source>%1 held the auction %2</source>
        <translation>%1 retuvo la subasta %2</translation>
    </message>
    <message>
        <source>after the last bid.</source>
        <translation>después de la última oferta.</translation>
    </message>
    <message>
        <source>Its ping limit is %1 ms.</source>
        <translation>El límite de su ping es %1 ms.</translation>
    </message>
    <message>
        <source>It was given %1 and did not answer.</source>
        <translation>Tuvo %1 y no respondió.</translation>
    </message>
    <message>
        <source>It took %1 and made no bid.</source>
        <translation>Tardó %1 y no hizo ninguna oferta.</translation>
    </message>
    <message>
        <source>The post to %1 took %2</source>
        <translation>El post a %1 tardó %2</translation>
    </message>
    <message>
        <source>of the lead&apos;s %1.</source>
        <translation>de los %1 del lead.</translation>
    </message>
    <message>
        <source>Setting up its connection took %1.</source>
        <translation>Establecer su conexión tardó %1.</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>bid %1</source>
        <translation>oferta %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: from %2 to %3, %4.</source>
        <translation>%1: de %2 a %3, %4.</translation>
    </message>
    <message>
        <source>The lead&apos;s budget is %1 ms.</source>
        <translation>El presupuesto del lead es %1 ms.</translation>
    </message>
    <message>
        <source>Status %1</source>
        <translation>Estado %1</translation>
    </message>
    <message>
        <source>Post again %1</source>
        <translation>Reenvío %1</translation>
    </message>
    <message>
        <source>Notice %1</source>
        <translation>Aviso %1</translation>
    </message>
    <message>
        <source>Callback %1</source>
        <translation>Callback %1</translation>
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
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1, %2 later</source>
        <translation>%1, %2 después</translation>
    </message>
</context>
<context>
    <name>Transforms</name>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Emptiness and conditions</source>
        <translation>Vacío y condiciones</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Números</translation>
    </message>
    <message>
        <source>Yes/no and lists of words</source>
        <translation>Sí/no y listas de palabras</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Fechas</translation>
    </message>
    <message>
        <source>Phone and e-mail</source>
        <translation>Teléfono y correo</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Lugares</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>Listas</translation>
    </message>
    <message>
        <source>Hashes and encodings</source>
        <translation>Hashes y codificaciones</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>Redondeo</translation>
    </message>
    <message>
        <source>Written as</source>
        <translation>Escrito como</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>Recortar</translation>
    </message>
    <message>
        <source>Takes white space off both ends.</source>
        <translation>Quita el espacio en blanco de ambos extremos.</translation>
    </message>
    <message>
        <source>Single spaces</source>
        <translation>Espacios sencillos</translation>
    </message>
    <message>
        <source>Makes one space of every run of white space and takes it off both ends.</source>
        <translation>Convierte cada serie de espacio en blanco en un espacio y lo quita de ambos extremos.</translation>
    </message>
    <message>
        <source>Upper case</source>
        <translation>Mayúsculas</translation>
    </message>
    <message>
        <source>Writes every letter as a capital.</source>
        <translation>Escribe cada letra en mayúscula.</translation>
    </message>
    <message>
        <source>Lower case</source>
        <translation>Minúsculas</translation>
    </message>
    <message>
        <source>Writes every letter small.</source>
        <translation>Escribe cada letra en minúscula.</translation>
    </message>
    <message>
        <source>Title case</source>
        <translation>Palabras en mayúscula</translation>
    </message>
    <message>
        <source>Begins every word with a capital.</source>
        <translation>Empieza cada palabra con mayúscula.</translation>
    </message>
    <message>
        <source>Capital first</source>
        <translation>Primera en mayúscula</translation>
    </message>
    <message>
        <source>Writes the first letter as a capital and leaves the rest.</source>
        <translation>Escribe la primera letra en mayúscula y deja el resto.</translation>
    </message>
    <message>
        <source>Plain letters</source>
        <translation>Letras sencillas</translation>
    </message>
    <message>
        <source>Writes letters with accents, and other alphabets, in plain ASCII letters.</source>
        <translation>Escribe letras con acentos, y otros alfabetos, en letras ASCII sencillas.</translation>
    </message>
    <message>
        <source>For what has no plain letter</source>
        <translation>Para lo que no tiene letra sencilla</translation>
    </message>
    <message>
        <source>Slug</source>
        <translation>Slug</translation>
    </message>
    <message>
        <source>Small plain letters and digits, with a separator between words.</source>
        <translation>Letras sencillas minúsculas y dígitos, con un separador entre palabras.</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>Separador</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Enmascarar</translation>
    </message>
    <message>
        <source>Hides all but the first and last characters.</source>
        <translation>Oculta todo salvo los primeros y últimos caracteres.</translation>
    </message>
    <message>
        <source>Show first</source>
        <translation>Mostrar primeros</translation>
    </message>
    <message>
        <source>Show last</source>
        <translation>Mostrar últimos</translation>
    </message>
    <message>
        <source>Character</source>
        <translation>Carácter</translation>
    </message>
    <message>
        <source>Part of text</source>
        <translation>Parte del texto</translation>
    </message>
    <message>
        <source>Takes some characters; a negative start counts from the end.</source>
        <translation>Toma algunos caracteres; un inicio negativo cuenta desde el final.</translation>
    </message>
    <message>
        <source>From character</source>
        <translation>Desde el carácter</translation>
    </message>
    <message>
        <source>Characters (-1: all)</source>
        <translation>Caracteres (-1: todos)</translation>
    </message>
    <message>
        <source>Pad</source>
        <translation>Rellenar</translation>
    </message>
    <message>
        <source>Fills a text up to a length.</source>
        <translation>Rellena un texto hasta una longitud.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longitud</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Lado</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Sustituir</translation>
    </message>
    <message>
        <source>Replaces every occurrence of a text.</source>
        <translation>Sustituye cada aparición de un texto.</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>Sustituir por</translation>
    </message>
    <message>
        <source>Replace by pattern</source>
        <translation>Sustituir por patrón</translation>
    </message>
    <message>
        <source>Replaces what a regular expression finds; $1 names its first group.</source>
        <translation>Sustituye lo que encuentra una expresión regular; $1 nombra su primer grupo.</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Patrón</translation>
    </message>
    <message>
        <source>Ignore case</source>
        <translation>Ignorar mayúsculas</translation>
    </message>
    <message>
        <source>Extract by pattern</source>
        <translation>Extraer por patrón</translation>
    </message>
    <message>
        <source>Keeps what a group of a regular expression finds.</source>
        <translation>Conserva lo que encuentra un grupo de una expresión regular.</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>Digits only</source>
        <translation>Solo dígitos</translation>
    </message>
    <message>
        <source>Drops everything but the digits 0 to 9.</source>
        <translation>Quita todo salvo los dígitos 0 a 9.</translation>
    </message>
    <message>
        <source>Add text or fields</source>
        <translation>Añadir texto o campos</translation>
    </message>
    <message>
        <source>Puts text around the value and other values behind it.</source>
        <translation>Pone texto alrededor del valor y otros valores detrás.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Delante</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Detrás</translation>
    </message>
    <message>
        <source>Between</source>
        <translation>Entre</translation>
    </message>
    <message>
        <source>Further values</source>
        <translation>Más valores</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Plantilla</translation>
    </message>
    <message>
        <source>Puts the value, as {{value}}, and others into a text.</source>
        <translation>Pone el valor, como {{value}}, y otros en un texto.</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Por omisión</translation>
    </message>
    <message>
        <source>Stands in where there is no value.</source>
        <translation>Sustituye donde no hay valor.</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>First that is there</source>
        <translation>El primero que haya</translation>
    </message>
    <message>
        <source>Takes the first other value that is not empty.</source>
        <translation>Toma el primer otro valor que no esté vacío.</translation>
    </message>
    <message>
        <source>Other values</source>
        <translation>Otros valores</translation>
    </message>
    <message>
        <source>Drop placeholders</source>
        <translation>Quitar comodines</translation>
    </message>
    <message>
        <source>Takes words that mean nothing, like N/A, and ids of zeros for no value.</source>
        <translation>Toma palabras sin significado, como N/A, e identificadores de ceros como ausencia de valor.</translation>
    </message>
    <message>
        <source>Words of your own</source>
        <translation>Palabras propias</translation>
    </message>
    <message>
        <source>The usual words and ids too</source>
        <translation>También las palabras e identificadores habituales</translation>
    </message>
    <message>
        <source>If</source>
        <translation>Si</translation>
    </message>
    <message>
        <source>Goes on in one of two ways, by the value or by others.</source>
        <translation>Sigue por uno de dos caminos, según el valor o según otros.</translation>
    </message>
    <message>
        <source>Condition on other values</source>
        <translation>Condición sobre otros valores</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Comparar con</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Entonces</translation>
    </message>
    <message>
        <source>Else</source>
        <translation>Si no</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Formato numérico</translation>
    </message>
    <message>
        <source>Reads an amount and writes it with decimals and separators.</source>
        <translation>Lee un importe y lo escribe con decimales y separadores.</translation>
    </message>
    <message>
        <source>Decimals</source>
        <translation>Decimales</translation>
    </message>
    <message>
        <source>Decimal sign</source>
        <translation>Signo decimal</translation>
    </message>
    <message>
        <source>Thousands sign</source>
        <translation>Signo de millares</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>Redondear</translation>
    </message>
    <message>
        <source>Rounds to a number of decimals.</source>
        <translation>Redondea a un número de decimales.</translation>
    </message>
    <message>
        <source>Round down</source>
        <translation>Redondear abajo</translation>
    </message>
    <message>
        <source>The next whole number below.</source>
        <translation>El número entero siguiente por debajo.</translation>
    </message>
    <message>
        <source>Round up</source>
        <translation>Redondear arriba</translation>
    </message>
    <message>
        <source>The next whole number above.</source>
        <translation>El número entero siguiente por encima.</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Como mucho</translation>
    </message>
    <message>
        <source>The smaller of the value and another number.</source>
        <translation>El menor entre el valor y otro número.</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Or another value</source>
        <translation>U otro valor</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>Al menos</translation>
    </message>
    <message>
        <source>The greater of the value and another number.</source>
        <translation>El mayor entre el valor y otro número.</translation>
    </message>
    <message>
        <source>Within bounds</source>
        <translation>Dentro de límites</translation>
    </message>
    <message>
        <source>Keeps a number between a least and a greatest.</source>
        <translation>Mantiene un número entre un mínimo y un máximo.</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Mínimo</translation>
    </message>
    <message>
        <source>Greatest</source>
        <translation>Máximo</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Sumar</translation>
    </message>
    <message>
        <source>Adds another number.</source>
        <translation>Suma otro número.</translation>
    </message>
    <message>
        <source>Decimals (-1: as needed)</source>
        <translation>Decimales (-1: los necesarios)</translation>
    </message>
    <message>
        <source>Subtract</source>
        <translation>Restar</translation>
    </message>
    <message>
        <source>Takes another number off.</source>
        <translation>Resta otro número.</translation>
    </message>
    <message>
        <source>Multiply</source>
        <translation>Multiplicar</translation>
    </message>
    <message>
        <source>Multiplies by another number.</source>
        <translation>Multiplica por otro número.</translation>
    </message>
    <message>
        <source>Divide</source>
        <translation>Dividir</translation>
    </message>
    <message>
        <source>Divides by another number, to six decimals.</source>
        <translation>Divide por otro número, con seis decimales.</translation>
    </message>
    <message>
        <source>Range to number</source>
        <translation>Rango a número</translation>
    </message>
    <message>
        <source>Makes one number of a range like 5-10, 10+ or under 5.</source>
        <translation>Hace un número de un rango como 5-10, 10+ o under 5.</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>Cuál</translation>
    </message>
    <message>
        <source>Number to range</source>
        <translation>Número a rango</translation>
    </message>
    <message>
        <source>Writes the buyer&apos;s word for the band that a number lies in.</source>
        <translation>Escribe la palabra del comprador para la banda en la que está un número.</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandas</translation>
    </message>
    <message>
        <source>Outside all bands</source>
        <translation>Fuera de todas las bandas</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Sends the value as text, number or true/false.</source>
        <translation>Envía el valor como texto, número o verdadero/falso.</translation>
    </message>
    <message>
        <source>Yes/no</source>
        <translation>Sí/no</translation>
    </message>
    <message>
        <source>Reads yes or no and writes the buyer&apos;s words for it.</source>
        <translation>Lee sí o no y escribe las palabras del comprador.</translation>
    </message>
    <message>
        <source>For yes</source>
        <translation>Para sí</translation>
    </message>
    <message>
        <source>For no</source>
        <translation>Para no</translation>
    </message>
    <message>
        <source>Also read as yes</source>
        <translation>También se lee como sí</translation>
    </message>
    <message>
        <source>Also read as no</source>
        <translation>También se lee como no</translation>
    </message>
    <message>
        <source>Anything else</source>
        <translation>Cualquier otra cosa</translation>
    </message>
    <message>
        <source>Else this</source>
        <translation>Si no, esto</translation>
    </message>
    <message>
        <source>Map values</source>
        <translation>Equivalencias</translation>
    </message>
    <message>
        <source>Writes the buyer&apos;s word for each of ours.</source>
        <translation>Escribe la palabra del comprador para cada una de las nuestras.</translation>
    </message>
    <message>
        <source>Ours and theirs</source>
        <translation>Nuestras y suyas</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <source>Column of the table</source>
        <translation>Columna de la tabla</translation>
    </message>
    <message>
        <source>Date format</source>
        <translation>Formato de fecha</translation>
    </message>
    <message>
        <source>Reads a date or time and writes it in another form.</source>
        <translation>Lee una fecha u hora y la escribe en otra forma.</translation>
    </message>
    <message>
        <source>Pattern style</source>
        <translation>Estilo del patrón</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>Leer como</translation>
    </message>
    <message>
        <source>Its own time zone</source>
        <translation>Su propia zona horaria</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zona horaria</translation>
    </message>
    <message>
        <source>Unix time</source>
        <translation>Hora Unix</translation>
    </message>
    <message>
        <source>Writes a time as seconds or milliseconds since 1970.</source>
        <translation>Escribe una hora como segundos o milisegundos desde 1970.</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unidad</translation>
    </message>
    <message>
        <source>Part of a date</source>
        <translation>Parte de una fecha</translation>
    </message>
    <message>
        <source>The year, month, hour, weekday (Monday is 1) or another part as a number.</source>
        <translation>El año, mes, hora, día de la semana (lunes es 1) u otra parte como número.</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Add time</source>
        <translation>Sumar tiempo</translation>
    </message>
    <message>
        <source>Moves a date by days, months or another span; negative goes back.</source>
        <translation>Mueve una fecha días, meses u otro lapso; negativo va hacia atrás.</translation>
    </message>
    <message>
        <source>Years</source>
        <translation>Años</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>Meses</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Días</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Horas</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minutos</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Segundos</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Edad</translation>
    </message>
    <message>
        <source>How long ago a date is, at the time of sending.</source>
        <translation>Cuánto hace de una fecha, al enviar.</translation>
    </message>
    <message>
        <source>If it lies ahead</source>
        <translation>Si está en el futuro</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>Writes a phone number, or one part of it.</source>
        <translation>Escribe un número de teléfono, o una parte.</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>Country of national numbers</source>
        <translation>País de los números nacionales</translation>
    </message>
    <message>
        <source>E-mail domain</source>
        <translation>Dominio del correo</translation>
    </message>
    <message>
        <source>Keeps what stands behind the @.</source>
        <translation>Conserva lo que está detrás de la @.</translation>
    </message>
    <message>
        <source>E-mail name</source>
        <translation>Nombre del correo</translation>
    </message>
    <message>
        <source>Keeps what stands before the @.</source>
        <translation>Conserva lo que está delante de la @.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>A US state or Canadian province as code or name.</source>
        <translation>Un estado de EE. UU. o provincia canadiense como código o nombre.</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>País</translation>
    </message>
    <message>
        <source>A country as ISO code or English name.</source>
        <translation>Un país como código ISO o nombre en inglés.</translation>
    </message>
    <message>
        <source>Postal code</source>
        <translation>Código postal</translation>
    </message>
    <message>
        <source>A ZIP or Canadian code, a part of it, or the state it lies in.</source>
        <translation>Un código ZIP o canadiense, una parte, o el estado en el que está.</translation>
    </message>
    <message>
        <source>Split and take</source>
        <translation>Partir y tomar</translation>
    </message>
    <message>
        <source>Takes one part of a text; a negative index counts from the end.</source>
        <translation>Toma una parte de un texto; un índice negativo cuenta desde el final.</translation>
    </message>
    <message>
        <source>Which part</source>
        <translation>Qué parte</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Partir</translation>
    </message>
    <message>
        <source>Makes a list of a text.</source>
        <translation>Hace una lista de un texto.</translation>
    </message>
    <message>
        <source>Trim each part</source>
        <translation>Recortar cada parte</translation>
    </message>
    <message>
        <source>Keep empty parts</source>
        <translation>Conservar partes vacías</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Unir</translation>
    </message>
    <message>
        <source>Makes one text of a list.</source>
        <translation>Hace un texto de una lista.</translation>
    </message>
    <message>
        <source>Each item</source>
        <translation>Cada elemento</translation>
    </message>
    <message>
        <source>Changes every item of a list.</source>
        <translation>Cambia cada elemento de una lista.</translation>
    </message>
    <message>
        <source>Transforms</source>
        <translation>Transformaciones</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtrar</translation>
    </message>
    <message>
        <source>Keeps the items, or groups by a member, that pass a test.</source>
        <translation>Conserva los elementos, o grupos por un miembro, que pasan una prueba.</translation>
    </message>
    <message>
        <source>Member of each group</source>
        <translation>Miembro de cada grupo</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Miembro</translation>
    </message>
    <message>
        <source>One member of a group, or of each group in a list.</source>
        <translation>Un miembro de un grupo, o de cada grupo de una lista.</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Elemento</translation>
    </message>
    <message>
        <source>One item of a list; a negative index counts from the end.</source>
        <translation>Un elemento de una lista; un índice negativo cuenta desde el final.</translation>
    </message>
    <message>
        <source>Which item</source>
        <translation>Qué elemento</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Primero</translation>
    </message>
    <message>
        <source>The first item of a list.</source>
        <translation>El primer elemento de una lista.</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Último</translation>
    </message>
    <message>
        <source>The last item of a list.</source>
        <translation>El último elemento de una lista.</translation>
    </message>
    <message>
        <source>First few</source>
        <translation>Primeros</translation>
    </message>
    <message>
        <source>The first items of a list.</source>
        <translation>Los primeros elementos de una lista.</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Cuántos</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Contar</translation>
    </message>
    <message>
        <source>How many items a list has; 0 where there is nothing.</source>
        <translation>Cuántos elementos tiene una lista; 0 donde no hay nada.</translation>
    </message>
    <message>
        <source>As a list</source>
        <translation>Como lista</translation>
    </message>
    <message>
        <source>Makes a list of one value.</source>
        <translation>Hace una lista de un valor.</translation>
    </message>
    <message>
        <source>Without doubles</source>
        <translation>Sin repetidos</translation>
    </message>
    <message>
        <source>Keeps the first of equal items.</source>
        <translation>Conserva el primero de los elementos iguales.</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>Ordenar</translation>
    </message>
    <message>
        <source>Sorts a list: numbers by value, then texts.</source>
        <translation>Ordena una lista: números por valor, luego textos.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
    <message>
        <source>The digest of the text.</source>
        <translation>El hash del texto.</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Algoritmo</translation>
    </message>
    <message>
        <source>HMAC</source>
        <translation>HMAC</translation>
    </message>
    <message>
        <source>The text&apos;s digest with a secret key.</source>
        <translation>El hash del texto con una clave secreta.</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Secreto</translation>
    </message>
    <message>
        <source>The secret is</source>
        <translation>El secreto es</translation>
    </message>
    <message>
        <source>Base64</source>
        <translation>Base64</translation>
    </message>
    <message>
        <source>Writes the text&apos;s bytes in base64.</source>
        <translation>Escribe los bytes del texto en base64.</translation>
    </message>
    <message>
        <source>Alphabet</source>
        <translation>Alfabeto</translation>
    </message>
    <message>
        <source>Base64 back</source>
        <translation>Deshacer base64</translation>
    </message>
    <message>
        <source>Reads base64.</source>
        <translation>Lee base64.</translation>
    </message>
    <message>
        <source>Hexadecimal</source>
        <translation>Hexadecimal</translation>
    </message>
    <message>
        <source>Writes the text&apos;s bytes as hexadecimal digits.</source>
        <translation>Escribe los bytes del texto como dígitos hexadecimales.</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Letras</translation>
    </message>
    <message>
        <source>Hexadecimal back</source>
        <translation>Deshacer hexadecimal</translation>
    </message>
    <message>
        <source>Reads hexadecimal digits.</source>
        <translation>Lee dígitos hexadecimales.</translation>
    </message>
    <message>
        <source>URL-encode</source>
        <translation>Codificar para URL</translation>
    </message>
    <message>
        <source>Writes what a URL cannot hold as %XX.</source>
        <translation>Escribe como %XX lo que una URL no admite.</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Estilo</translation>
    </message>
    <message>
        <source>URL-decode</source>
        <translation>Descodificar URL</translation>
    </message>
    <message>
        <source>Reads %XX.</source>
        <translation>Lee %XX.</translation>
    </message>
    <message>
        <source>XML-escape</source>
        <translation>Escapar para XML</translation>
    </message>
    <message>
        <source>Writes &lt; &gt; &amp; and quotes as XML entities.</source>
        <translation>Escribe &lt; &gt; &amp; y comillas como entidades XML.</translation>
    </message>
    <message>
        <source>XML back</source>
        <translation>Deshacer XML</translation>
    </message>
    <message>
        <source>Reads XML entities.</source>
        <translation>Lee entidades XML.</translation>
    </message>
    <message>
        <source>JSON as text</source>
        <translation>JSON como texto</translation>
    </message>
    <message>
        <source>Writes the value as JSON inside a text.</source>
        <translation>Escribe el valor como JSON dentro de un texto.</translation>
    </message>
    <message>
        <source>Text as JSON</source>
        <translation>Texto como JSON</translation>
    </message>
    <message>
        <source>Reads JSON that stands in a text.</source>
        <translation>Lee JSON que está en un texto.</translation>
    </message>
</context>
<context>
    <name>VerticalEdits</name>
    <message>
        <source>Made for %1</source>
        <translation>Hecha para %1</translation>
    </message>
    <message>
        <source>No longer made for %1</source>
        <translation>Ya no está hecha para %1</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Keep the answer as a sample</source>
        <translation>Guardar la respuesta como muestra</translation>
    </message>
</context>
<context>
    <name>bourse::gui::AnswerView</name>
    <message>
        <source>The buyer&apos;s answer; press Enter on a value to say what it is</source>
        <translation>La respuesta del comprador; pulse Intro sobre un valor para decir qué es</translation>
    </message>
    <message>
        <source>
… %1 more bytes are not shown</source>
        <translation>
… no se muestran %1 bytes más</translation>
    </message>
    <message>
        <source>%1 is “%2”</source>
        <translation>%1 es «%2»</translation>
    </message>
    <message>
        <source>&amp;1  Means accepted</source>
        <translation>&amp;1  Significa aceptado</translation>
    </message>
    <message>
        <source>&amp;2  Is the price</source>
        <translation>&amp;2  Es el precio</translation>
    </message>
    <message>
        <source>&amp;3  Is the id to carry on</source>
        <translation>&amp;3  Es el identificador que se conserva</translation>
    </message>
    <message>
        <source>&amp;4  Is the reject reason</source>
        <translation>&amp;4  Es el motivo del rechazo</translation>
    </message>
    <message>
        <source>&amp;5  Is the redirect link</source>
        <translation>&amp;5  Es el enlace de redirección</translation>
    </message>
    <message>
        <source>&amp;6  Means rejected</source>
        <translation>&amp;6  Significa rechazado</translation>
    </message>
    <message>
        <source>&amp;7  Means duplicate</source>
        <translation>&amp;7  Significa duplicado</translation>
    </message>
    <message>
        <source>&amp;8  Means an error</source>
        <translation>&amp;8  Significa un error</translation>
    </message>
    <message>
        <source>&amp;9  Is the time of expiry</source>
        <translation>&amp;9  Es la hora de caducidad</translation>
    </message>
    <message>
        <source>&amp;1  Means sold</source>
        <translation>&amp;1  Significa vendido</translation>
    </message>
    <message>
        <source>&amp;3  Is the buyer&apos;s id of the lead</source>
        <translation>&amp;3  Es el id del lead en el comprador</translation>
    </message>
    <message>
        <source>&amp;4  Is our id of the lead</source>
        <translation>&amp;4  Es nuestro id del lead</translation>
    </message>
    <message>
        <source>&amp;5  Is the event&apos;s id</source>
        <translation>&amp;5  Es el id del evento</translation>
    </message>
    <message>
        <source>&amp;7  Means returned</source>
        <translation>&amp;7  Significa devuelto</translation>
    </message>
    <message>
        <source>&amp;8  Means became a customer</source>
        <translation>&amp;8  Significa que se hizo cliente</translation>
    </message>
    <message>
        <source>&amp;9  Is the reason</source>
        <translation>&amp;9  Es el motivo</translation>
    </message>
</context>
<context>
    <name>bourse::gui::BuyerHealthModel</name>
    <message>
        <source>no answers</source>
        <translation>sin respuestas</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>no cap</source>
        <translation>sin tope</translation>
    </message>
    <message>
        <source>full</source>
        <translation>lleno</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>Comprador</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Aceptado</translation>
    </message>
    <message>
        <source>Accepted, %1</source>
        <translation>Aceptado, %1</translation>
    </message>
    <message>
        <source>p95 ms</source>
        <translation>p95 ms</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Cap today</source>
        <translation>Tope de hoy</translation>
    </message>
    <message>
        <source>Revenue</source>
        <translation>Ingresos</translation>
    </message>
</context>
<context>
    <name>bourse::gui::BuyersPage</name>
    <message>
        <source>Buyers</source>
        <translation>Compradores</translation>
    </message>
    <message>
        <source>Open integrations</source>
        <translation>Integraciones abiertas</translation>
    </message>
    <message>
        <source>New integration</source>
        <translation>Nueva integración</translation>
    </message>
    <message>
        <source>Import a buyer</source>
        <translation>Importar un comprador</translation>
    </message>
    <message>
        <source>Export the integration</source>
        <translation>Exportar la integración</translation>
    </message>
    <message>
        <source>Duplicate the integration</source>
        <translation>Duplicar la integración</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>Pestaña siguiente</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>Pestaña anterior</translation>
    </message>
    <message>
        <source>Close the tab</source>
        <translation>Cerrar la pestaña</translation>
    </message>
    <message>
        <source>An integration says how a buyer is talked to. In the table each row fills one target: Enter adds a transform, F4 changes where the value comes from, F2 edits the cell, Insert and Delete add and remove rows, Alt with the arrow keys moves rows and transforms. Enter on a lead field at the left maps it to the selected row; fields can also be dragged. F8 goes to the next problem, Ctrl+Enter sends a test, Alt+Page up and down change the sample. Ctrl+Alt+1 to 4 go to the request, signature, response and cURL, Ctrl+Alt+S to the secrets; in an answer N goes to the next value and Enter says what it is. Drafts are kept by themselves; nothing is live before Publish.</source>
        <translation>Una integración dice cómo se habla con un comprador. En la tabla cada fila rellena un destino: Intro añade una transformación, F4 cambia de dónde viene el valor, F2 edita la celda, Insert y Supr añaden y quitan filas, Alt con las flechas mueve filas y transformaciones. Intro sobre un campo del lead a la izquierda lo asigna a la fila elegida; los campos también se arrastran. F8 va al problema siguiente, Ctrl+Intro envía una prueba, Alt+Re Pág y Av Pág cambian la muestra. Ctrl+Alt+1 a 4 van a la petición, la firma, la respuesta y cURL, Ctrl+Alt+S a los secretos; en una respuesta N va al valor siguiente e Intro dice qué es. Los borradores se guardan solos; nada está en vivo antes de Publicar.</translation>
    </message>
    <message>
        <source>The market is not running, so its integrations cannot be read.</source>
        <translation>El mercado no está en marcha, así que no se pueden leer sus integraciones.</translation>
    </message>
    <message>
        <source>The integrations could not be read: %1</source>
        <translation>No se pudieron leer las integraciones: %1</translation>
    </message>
    <message>
        <source>There is no template named %1.</source>
        <translation>No hay ninguna plantilla llamada %1.</translation>
    </message>
    <message>
        <source>Close (Ctrl+W)</source>
        <translation>Cerrar (Ctrl+W)</translation>
    </message>
    <message>
        <source>%1 could not be saved and was opened again.</source>
        <translation>No se pudo guardar %1 y se ha vuelto a abrir.</translation>
    </message>
    <message>
        <source>New buyer</source>
        <translation>Comprador nuevo</translation>
    </message>
    <message>
        <source>%1, copy</source>
        <translation>%1, copia</translation>
    </message>
    <message>
        <source>It could not be read: %1</source>
        <translation>No se pudo leer: %1</translation>
    </message>
    <message>
        <source>Import an integration</source>
        <translation>Importar una integración</translation>
    </message>
    <message>
        <source>Integrations (*.json);;All files (*)</source>
        <translation>Integraciones (*.json);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>The file could not be read, or is larger than 8 MB.</source>
        <translation>No se pudo leer el archivo, o supera los 8 MB.</translation>
    </message>
    <message>
        <source>The file holds no integration.</source>
        <translation>El archivo no contiene ninguna integración.</translation>
    </message>
    <message>
        <source>The file is not JSON: %1</source>
        <translation>El archivo no es JSON: %1</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>Exportar %1</translation>
    </message>
    <message>
        <source>Integrations (*.json)</source>
        <translation>Integraciones (*.json)</translation>
    </message>
    <message>
        <source>Exported without any secret&apos;s value to %1</source>
        <translation>Exportada sin el valor de ningún secreto a %1</translation>
    </message>
    <message>
        <source>The file could not be written: %1</source>
        <translation>No se pudo escribir el archivo: %1</translation>
    </message>
    <message>
        <source>The draft could not be discarded: %1</source>
        <translation>No se pudo descartar el borrador: %1</translation>
    </message>
    <message>
        <source>Draft of %1 discarded</source>
        <translation>Borrador de %1 descartado</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>bourse::gui::CallView</name>
    <message>
        <source>Pretty</source>
        <translation>Cuidado</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>Exacto</translation>
    </message>
    <message>
        <source>How the payload is written</source>
        <translation>Cómo se escribe el contenido</translation>
    </message>
    <message>
        <source>Indented, or byte by byte as it went over the wire</source>
        <translation>Sangrado, o byte por byte como fue por el cable</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Petición</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Ping to %1</source>
        <translation>Ping a %1</translation>
    </message>
    <message>
        <source>Post to %1</source>
        <translation>Post a %1</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validación</translation>
    </message>
    <message>
        <source>The lead was checked here; nothing was sent. Its fields are under Lead.</source>
        <translation>Aquí se comprobó el lead; no se envió nada. Sus campos están en Lead.</translation>
    </message>
    <message>
        <source>Answer to %1</source>
        <translation>Respuesta a %1</translation>
    </message>
    <message>
        <source>The source got the decision here. How it came about is under Decision.</source>
        <translation>Aquí recibió el origen la decisión. Cómo se llegó a ella está en Decisión.</translation>
    </message>
    <message>
        <source>Skipped %1</source>
        <translation>%1 omitido</translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation>No se envió nada.</translation>
    </message>
    <message>
        <source>The request was not recorded.</source>
        <translation>La petición no se registró.</translation>
    </message>
    <message>
        <source>No answer came.</source>
        <translation>No llegó respuesta.</translation>
    </message>
    <message>
        <source>No answer came: %1</source>
        <translation>No llegó respuesta: %1</translation>
    </message>
    <message>
        <source>Read by rule “%1”.</source>
        <translation>Leído por la regla «%1».</translation>
    </message>
    <message>
        <source>Status asked of %1</source>
        <translation>Estado pedido a %1</translation>
    </message>
    <message>
        <source>Post sent again to %1</source>
        <translation>Post reenviado a %1</translation>
    </message>
    <message>
        <source>Notice to %1</source>
        <translation>Aviso a %1</translation>
    </message>
    <message>
        <source>Callback from %1</source>
        <translation>Callback de %1</translation>
    </message>
    <message>
        <source>Our answer to %1</source>
        <translation>Nuestra respuesta a %1</translation>
    </message>
</context>
<context>
    <name>bourse::gui::CallbackPane</name>
    <message>
        <source>Where in the callback</source>
        <translation>Dónde en el callback</translation>
    </message>
    <message>
        <source>JSON path</source>
        <translation>Ruta JSON</translation>
    </message>
    <message>
        <source>XPath</source>
        <translation>XPath</translation>
    </message>
    <message>
        <source>URL parameter</source>
        <translation>Parámetro de la URL</translation>
    </message>
    <message>
        <source>Form value</source>
        <translation>Valor de formulario</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Cabecera</translation>
    </message>
    <message>
        <source>Callback</source>
        <translation>Callback</translation>
    </message>
    <message>
        <source>The buyer calls</source>
        <translation>El comprador llama</translation>
    </message>
    <message>
        <source>Give the buyer this address, for POST, PUT or GET.</source>
        <translation>Dé al comprador esta dirección, para POST, PUT o GET.</translation>
    </message>
    <message>
        <source>Address that the buyer calls</source>
        <translation>Dirección a la que llama el comprador</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <source>Address copied</source>
        <translation>Dirección copiada</translation>
    </message>
    <message>
        <source>Signature…</source>
        <translation>Firma…</translation>
    </message>
    <message>
        <source>Which lead is it about?</source>
        <translation>¿De qué lead se trata?</translation>
    </message>
    <message>
        <source>The first of these ids that is in the callback, and known, finds the post.</source>
        <translation>El primero de estos ids que está en el callback y se conoce encuentra el post.</translation>
    </message>
    <message>
        <source>Nothing says it yet: no callback will find its lead.</source>
        <translation>Aún no lo dice nada: ningún callback encontrará su lead.</translation>
    </message>
    <message>
        <source>Add an id</source>
        <translation>Añadir un id</translation>
    </message>
    <message>
        <source>What tells one event from another?</source>
        <translation>¿Qué distingue un evento de otro?</translation>
    </message>
    <message>
        <source>The same event twice changes nothing. Without an id of its own, all that it says tells it.</source>
        <translation>El mismo evento dos veces no cambia nada. Sin un id propio, lo distingue todo lo que dice.</translation>
    </message>
    <message>
        <source>Path or name of the event&apos;s id</source>
        <translation>Ruta o nombre del id del evento</translation>
    </message>
    <message>
        <source>What is the buyer answered?</source>
        <translation>¿Qué se responde al comprador?</translation>
    </message>
    <message>
        <source>A callback is answered when it has been written down. Whoever cannot prove that he is the buyer gets a 401.</source>
        <translation>Un callback se responde cuando está anotado. Quien no demuestra ser el comprador recibe un 401.</translation>
    </message>
    <message>
        <source>&amp;Recorded</source>
        <translation>&amp;Anotado</translation>
    </message>
    <message>
        <source>Seen &amp;before</source>
        <translation>Ya &amp;visto</translation>
    </message>
    <message>
        <source>&amp;Unknown lead</source>
        <translation>Lead &amp;desconocido</translation>
    </message>
    <message>
        <source>HTTP status</source>
        <translation>Estado HTTP</translation>
    </message>
    <message>
        <source>Content type</source>
        <translation>Tipo de contenido</translation>
    </message>
    <message>
        <source>no content type</source>
        <translation>sin tipo de contenido</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Cuerpo</translation>
    </message>
    <message>
        <source>no body</source>
        <translation>sin cuerpo</translation>
    </message>
    <message>
        <source>as written</source>
        <translation>tal como está escrito</translation>
    </message>
    <message>
        <source>Whose id</source>
        <translation>De quién es el id</translation>
    </message>
    <message>
        <source>The buyer&apos;s id</source>
        <translation>Id del comprador</translation>
    </message>
    <message>
        <source>Our lead id</source>
        <translation>Nuestro id del lead</translation>
    </message>
    <message>
        <source>Our request id</source>
        <translation>Nuestro id de la petición</translation>
    </message>
    <message>
        <source>Any id that an answer of the buyer gave to carry on</source>
        <translation>Cualquier id que una respuesta del comprador dio para llevar</translation>
    </message>
    <message>
        <source>Path or name of the id</source>
        <translation>Ruta o nombre del id</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Subir</translation>
    </message>
    <message>
        <source>Remove this id</source>
        <translation>Quitar este id</translation>
    </message>
    <message>
        <source>Id removed</source>
        <translation>Id quitado</translation>
    </message>
    <message>
        <source>The buyer proves himself as the signature or token says.</source>
        <translation>El comprador se acredita como dice la firma o el token.</translation>
    </message>
    <message>
        <source>Anybody who knows the address can call: no signature or token is asked for.</source>
        <translation>Quien conozca la dirección puede llamar: no se pide firma ni token.</translation>
    </message>
    <message>
        <source>There is no callback step yet. Add one with the plus sign beside the steps.</source>
        <translation>Aún no hay paso de callback. Añada uno con el signo más junto a los pasos.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::CommandPalette</name>
    <message>
        <source>Find an action, a page or a lead</source>
        <translation>Buscar una acción, una página o un lead</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Find an action, a page, or a lead by its id</source>
        <translation>Buscar una acción, una página o un lead por su identificador</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Qué se encontró</translation>
    </message>
    <message>
        <source>Lead %1</source>
        <translation>Lead %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ConditionEditor</name>
    <message>
        <source>When the row is sent</source>
        <translation>Cuándo se envía la fila</translation>
    </message>
    <message>
        <source>&amp;Because</source>
        <translation>&amp;Porque</translation>
    </message>
    <message>
        <source>&amp;Counted as</source>
        <translation>&amp;Cuenta como</translation>
    </message>
    <message>
        <source>Field of the lead</source>
        <translation>Campo del lead</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Comparación</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Comparado con</translation>
    </message>
    <message>
        <source>Condition as JSON</source>
        <translation>Condición como JSON</translation>
    </message>
    <message>
        <source>Why such leads are refused</source>
        <translation>Por qué se rechazan esos leads</translation>
    </message>
    <message>
        <source>The buyer takes no leads from this state.</source>
        <translation>El comprador no acepta leads de este estado.</translation>
    </message>
    <message>
        <source>What reports count such leads as</source>
        <translation>Como qué cuentan los informes esos leads</translation>
    </message>
    <message>
        <source>Always send</source>
        <translation>Enviar siempre</translation>
    </message>
    <message>
        <source>As JSON</source>
        <translation>Como JSON</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>Send %1 only when</source>
        <translation>Enviar %1 solo cuando</translation>
    </message>
    <message>
        <source>Refuse leads when</source>
        <translation>Rechazar leads cuando</translation>
    </message>
    <message>
        <source>Which leads are refused, and why</source>
        <translation>Qué leads se rechazan y por qué</translation>
    </message>
    <message>
        <source>Say why such leads are refused: the trace of each shows it.</source>
        <translation>Diga por qué se rechazan esos leads: la traza de cada uno lo muestra.</translation>
    </message>
    <message>
        <source>Choose the field that decides.</source>
        <translation>Elija el campo que decide.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::CoverageMeter</name>
    <message>
        <source>Spec coverage: %1 of %2 fields are mapped, %3 of %4 required ones</source>
        <translation>Cobertura de la especificación: %1 de %2 campos asignados, %3 de %4 obligatorios</translation>
    </message>
    <message>
        <source>Not mapped: %1</source>
        <translation>Sin asignar: %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Spec coverage</source>
        <translation>Cobertura</translation>
    </message>
</context>
<context>
    <name>bourse::gui::CurlPane</name>
    <message>
        <source>The request as a cURL command</source>
        <translation>La petición como orden de cURL</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Intérprete</translation>
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
        <translation>Copiar la orden</translation>
    </message>
    <message>
        <source>Secrets as names</source>
        <translation>Secretos como nombres</translation>
    </message>
    <message>
        <source>cURL command</source>
        <translation>Orden de cURL</translation>
    </message>
</context>
<context>
    <name>bourse::gui::DecisionDialog</name>
    <message>
        <source>%1 bought this lead</source>
        <translation>%1 compró este lead</translation>
    </message>
    <message>
        <source>%1 did not buy this lead</source>
        <translation>%1 no compró este lead</translation>
    </message>
    <message>
        <source>Take back the sale to %1</source>
        <translation>Anular la venta a %1</translation>
    </message>
    <message>
        <source>The sale is booked as if the buyer had answered so. This cannot be undone; a sale can be taken back.</source>
        <translation>La venta se anota como si el comprador hubiera respondido así. No se puede deshacer; una venta se puede anular.</translation>
    </message>
    <message>
        <source>What the post held of the buyer&apos;s caps and balance is given back, and the lead ends unsold. This cannot be undone.</source>
        <translation>Lo que el post retenía de los topes y del saldo del comprador se devuelve, y el lead termina sin vender. No se puede deshacer.</translation>
    </message>
    <message>
        <source>Each line of the sale is reversed in the ledger, for the buyer and for the source. This cannot be undone.</source>
        <translation>Cada línea de la venta se revierte en el libro mayor, para el comprador y para la fuente. No se puede deshacer.</translation>
    </message>
    <message>
        <source>Price in %1</source>
        <translation>Precio en %1</translation>
    </message>
    <message>
        <source>&amp;Price in %1</source>
        <translation>&amp;Precio en %1</translation>
    </message>
    <message>
        <source>Who says so, and why</source>
        <translation>Quién lo dice y por qué</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Motivo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Book the sale</source>
        <translation>Anotar la venta</translation>
    </message>
    <message>
        <source>Not bought</source>
        <translation>No comprado</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Anular</translation>
    </message>
    <message>
        <source>The price is an amount like %1.</source>
        <translation>El precio es un importe como %1.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::EditorHeader</name>
    <message>
        <source>Never send a post again</source>
        <translation>No reenviar nunca un post</translation>
    </message>
    <message>
        <source>Let posts of unknown fate be sent again</source>
        <translation>Permitir reenviar posts de resultado desconocido</translation>
    </message>
    <message>
        <source>The buyer knows a post that is sent again</source>
        <translation>El comprador reconoce un post reenviado</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>No sample lead</source>
        <translation>Sin lead de muestra</translation>
    </message>
    <message>
        <source>Integration</source>
        <translation>Integración</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar el nombre</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Secrets (Ctrl+Alt+S)</source>
        <translation>Secretos (Ctrl+Alt+S)</translation>
    </message>
    <message>
        <source>Undo: %1 (Ctrl+Z)</source>
        <translation>Deshacer: %1 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>Nada que deshacer</translation>
    </message>
    <message>
        <source>Redo: %1 (Ctrl+Shift+Z)</source>
        <translation>Rehacer: %1 (Ctrl+Mayús+Z)</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>Nada que rehacer</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Import into this integration (Ctrl+I)</source>
        <translation>Importar en esta integración (Ctrl+I)</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versiones</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Publicar</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Add or remove a step</source>
        <translation>Añadir o quitar un paso</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Muestra</translation>
    </message>
    <message>
        <source>Previous sample (Alt+Page up)</source>
        <translation>Muestra anterior (Alt+Re Pág)</translation>
    </message>
    <message>
        <source>Next sample (Alt+Page down)</source>
        <translation>Muestra siguiente (Alt+Av Pág)</translation>
    </message>
    <message>
        <source>Send to</source>
        <translation>Enviar a</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Entorno</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>The buyer&apos;s test address</source>
        <translation>La dirección de prueba del comprador</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>En vivo</translation>
    </message>
    <message>
        <source>The buyer&apos;s live address: what is sent there may be bought</source>
        <translation>La dirección en vivo del comprador: lo que se envía allí puede comprarse</translation>
    </message>
    <message>
        <source>Send test</source>
        <translation>Enviar prueba</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>Cambiar el nombre de %1</translation>
    </message>
    <message>
        <source>Name: %1</source>
        <translation>Nombre: %1</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 y %2</translation>
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
        <translation>Vertical y pasos: %1</translation>
    </message>
    <message>
        <source>%1. Choose the vertical whose leads are shown (Ctrl+Alt+V)</source>
        <translation>%1. Elegir la vertical cuyos leads se muestran (Ctrl+Alt+V)</translation>
    </message>
    <message>
        <source>No vertical</source>
        <translation>Sin vertical</translation>
    </message>
    <message>
        <source>%1 blocking problems, %2 warnings</source>
        <translation>%1 problemas que bloquean, %2 avisos</translation>
    </message>
    <message>
        <source>Change how long the buyer may take in this step</source>
        <translation>Cambiar cuánto puede tardar el comprador en este paso</translation>
    </message>
    <message>
        <source>Sample lead: %1, %2 of %3</source>
        <translation>Lead de muestra: %1, %2 de %3</translation>
    </message>
    <message>
        <source>Send live</source>
        <translation>Enviar en vivo</translation>
    </message>
    <message>
        <source>Send this sample to the live address</source>
        <translation>Enviar esta muestra a la dirección en vivo</translation>
    </message>
    <message>
        <source>Send this sample to the test address</source>
        <translation>Enviar esta muestra a la dirección de prueba</translation>
    </message>
    <message>
        <source>%1 (Ctrl+Enter)</source>
        <translation>%1 (Ctrl+Intro)</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Sin guardar</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publicada</translation>
    </message>
    <message>
        <source>never published</source>
        <translation>nunca publicada</translation>
    </message>
    <message>
        <source>as published in v%1</source>
        <translation>como se publicó en v%1</translation>
    </message>
    <message>
        <source>1 change since published v%2</source>
        <translation>1 cambio desde la v%2 publicada</translation>
    </message>
    <message>
        <source>%1 changes since published v%2</source>
        <translation>%1 cambios desde la v%2 publicada</translation>
    </message>
    <message>
        <source>kept here until the market is back</source>
        <translation>se conserva aquí hasta que vuelva el mercado</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>aún sin guardar</translation>
    </message>
    <message>
        <source>saving…</source>
        <translation>guardando…</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>sin guardar</translation>
    </message>
    <message>
        <source>saved %1</source>
        <translation>guardado %1</translation>
    </message>
    <message>
        <source>publishing…</source>
        <translation>publicando…</translation>
    </message>
    <message>
        <source>1 problem blocks publishing (F8)</source>
        <translation>1 problema impide publicar (F8)</translation>
    </message>
    <message>
        <source>%1 problems block publishing (F8)</source>
        <translation>%1 problemas impiden publicar (F8)</translation>
    </message>
    <message>
        <source>The document is not valid yet</source>
        <translation>El documento aún no es válido</translation>
    </message>
    <message>
        <source>The market is not running</source>
        <translation>El mercado no está en marcha</translation>
    </message>
    <message>
        <source>Nothing has changed since v%1</source>
        <translation>Nada ha cambiado desde v%1</translation>
    </message>
    <message>
        <source>Publishing…</source>
        <translation>Publicando…</translation>
    </message>
    <message>
        <source>Make this the live configuration</source>
        <translation>Convertir esto en la configuración en vivo</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>Añadir %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Quitar %1</translation>
    </message>
    <message>
        <source>Newest leads</source>
        <translation>Leads más nuevos</translation>
    </message>
    <message>
        <source>Edge cases</source>
        <translation>Casos límite</translation>
    </message>
    <message>
        <source>There is no lead of this vertical yet</source>
        <translation>Aún no hay ningún lead de esta vertical</translation>
    </message>
    <message>
        <source>No time limit</source>
        <translation>Sin límite de tiempo</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>Time limit %1 ms</source>
        <translation>Límite de tiempo %1 ms</translation>
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
        <translation>Ir a la petición</translation>
    </message>
    <message>
        <source>Go to the signature</source>
        <translation>Ir a la firma</translation>
    </message>
    <message>
        <source>Go to the response</source>
        <translation>Ir a la respuesta</translation>
    </message>
    <message>
        <source>Go to the cURL command</source>
        <translation>Ir a la orden de cURL</translation>
    </message>
    <message>
        <source>the test of %1</source>
        <translation>la prueba de %1</translation>
    </message>
    <message>
        <source>Restore v%1</source>
        <translation>Restaurar v%1</translation>
    </message>
    <message>
        <source>v%1 is in the draft; nothing is live before Publish</source>
        <translation>v%1 está en el borrador; nada está en vivo antes de Publicar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Replace secrets?</source>
        <translation>¿Sustituir los secretos?</translation>
    </message>
    <message>
        <source>The secret %1 has a value already.</source>
        <translation>El secreto %1 ya tiene un valor.</translation>
    </message>
    <message>
        <source>These secrets have a value already: %1.</source>
        <translation>Estos secretos ya tienen un valor: %1.</translation>
    </message>
    <message>
        <source>The text that you imported has another for it. The present value cannot be brought back once it is replaced.</source>
        <translation>El texto importado trae otro. El valor actual no se puede recuperar una vez sustituido.</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Sustituir</translation>
    </message>
    <message>
        <source>&amp;Keep the present</source>
        <translation>&amp;Conservar el actual</translation>
    </message>
    <message>
        <source>The secret %1 could not be kept: %2</source>
        <translation>No se pudo guardar el secreto %1: %2</translation>
    </message>
    <message>
        <source>what was sent for this lead at %1</source>
        <translation>lo que se envió para este lead a las %1</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ExactView</name>
    <message>
        <source>… %1 more bytes are sent and not shown</source>
        <translation>… se envían %1 bytes más que no se muestran</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FailureView</name>
    <message>
        <source>The market could not start</source>
        <translation>El mercado no pudo arrancar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Copiar los detalles</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Details are on the clipboard</source>
        <translation>Los detalles están en el portapapeles</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>No se dio ningún motivo.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FileCheckView</name>
    <message>
        <source>live endpoint</source>
        <translation>punto en vivo</translation>
    </message>
    <message>
        <source>%1 endpoint</source>
        <translation>punto de %1</translation>
    </message>
    <message>
        <source>authentication</source>
        <translation>autenticación</translation>
    </message>
    <message>
        <source>address of %1</source>
        <translation>dirección de %1</translation>
    </message>
    <message>
        <source>host list</source>
        <translation>lista de hosts</translation>
    </message>
    <message>
        <source>Integration file</source>
        <translation>Archivo de integración</translation>
    </message>
    <message>
        <source>What this version does not know</source>
        <translation>Lo que esta versión no conoce</translation>
    </message>
    <message>
        <source>An integration that was exported from Bourse: %1. %2 Secrets are never in a file; they are asked for when it is used.</source>
        <translation>Una integración exportada de Bourse: %1. %2 Los secretos nunca están en un archivo; se piden al usarla.</translation>
    </message>
    <message>
        <source>no step</source>
        <translation>ningún paso</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>One sample answer.</source>
        <translation>Una respuesta de muestra.</translation>
    </message>
    <message>
        <source>%1 sample answers.</source>
        <translation>%1 respuestas de muestra.</translation>
    </message>
    <message>
        <source>It names no host.</source>
        <translation>No nombra ningún host.</translation>
    </message>
    <message>
        <source>It would talk to these hosts. Tick those you know; what talks to another is left out.</source>
        <translation>Hablaría con estos hosts. Marque los que conozca; lo que habla con otro se omite.</translation>
    </message>
    <message>
        <source>%1  (%2)</source>
        <translation>%1  (%2)</translation>
    </message>
    <message>
        <source>I know %1</source>
        <translation>Conozco %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Everything in it is understood.</source>
        <translation>Se entiende todo lo que contiene.</translation>
    </message>
    <message>
        <source>One thing in it is not understood; it can be opened and put right, not published.</source>
        <translation>Hay una cosa que no se entiende; se puede abrir y corregir, no publicar.</translation>
    </message>
    <message>
        <source>%1 things in it are not understood; it can be opened and put right, not published.</source>
        <translation>Hay %1 cosas que no se entienden; se puede abrir y corregir, no publicar.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FilterChip</name>
    <message>
        <source>%1, %2 leads</source>
        <translation>%1, %2 leads</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FilterChips</name>
    <message>
        <source>Ready-made filters</source>
        <translation>Filtros preparados</translation>
    </message>
    <message>
        <source>All today</source>
        <translation>Todo lo de hoy</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Vendido</translation>
    </message>
    <message>
        <source>Unsold</source>
        <translation>Sin venta</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Pendiente</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rechazado</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicado</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FilterField</name>
    <message>
        <source>Filter</source>
        <translation>Filtrar</translation>
    </message>
    <message>
        <source>Keys: status, buyer, source, state, latency, price, reason, time, id</source>
        <translation>Claves: status, buyer, source, state, latency, price, reason, time, id</translation>
    </message>
    <message>
        <source>All leads. Try status:sold state:TX latency&gt;400</source>
        <translation>Todos los leads. Pruebe status:sold state:TX latency&gt;400</translation>
    </message>
    <message>
        <source>Clear the filter (Esc)</source>
        <translation>Vaciar el filtro (Esc)</translation>
    </message>
</context>
<context>
    <name>bourse::gui::FilterPopup</name>
    <message>
        <source>What can stand here</source>
        <translation>Qué puede ir aquí</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>Sugerencias</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>aceptar</translation>
    </message>
    <message>
        <source>did you mean %1?</source>
        <translation>¿quiso decir %1?</translation>
    </message>
</context>
<context>
    <name>bourse::gui::HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>Ayuda</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>Buscar en la ayuda</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>No page has these words.</source>
        <translation>Ninguna página tiene estas palabras.</translation>
    </message>
    <message>
        <source>Show all pages</source>
        <translation>Mostrar todas las páginas</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ImportBox</name>
    <message>
        <source>What the buyer gave you</source>
        <translation>Lo que le dio el comprador</translation>
    </message>
    <message>
        <source>Paste or drop what the buyer gave you:

· a cURL command
· a Postman collection, OpenAPI or HAR file
· a sample request: JSON, XML, a=1&amp;b=2
· the table of fields from their document
· an integration that was exported from Bourse</source>
        <translation>Pegue o suelte lo que le dio el comprador:

· una orden de cURL
· una colección de Postman, un archivo OpenAPI o HAR
· una petición de muestra: JSON, XML, a=1&amp;b=2
· la tabla de campos de su documento
· una integración exportada de Bourse</translation>
    </message>
    <message>
        <source>… shortened here; all %1 are read.</source>
        <translation>… abreviado aquí; se leen los %1.</translation>
    </message>
    <message>
        <source>%1 could not be read: %2</source>
        <translation>No se pudo leer %1: %2</translation>
    </message>
    <message>
        <source>%1 has %2; at most 5 MB are read.</source>
        <translation>%1 tiene %2; se leen como mucho 5 MB.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ImportDialog</name>
    <message>
        <source>Import into this integration</source>
        <translation>Importar en esta integración</translation>
    </message>
    <message>
        <source>Import a buyer</source>
        <translation>Importar un comprador</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Qué es</translation>
    </message>
    <message>
        <source>Find out what it is</source>
        <translation>Averiguar qué es</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Elegir un archivo…</translation>
    </message>
    <message>
        <source>&amp;Read as</source>
        <translation>&amp;Leer como</translation>
    </message>
    <message>
        <source>What will be mapped is shown here before anything is made.</source>
        <translation>Lo que se va a asignar se muestra aquí antes de crear nada.</translation>
    </message>
    <message>
        <source>Mapping, requests, report, secrets</source>
        <translation>Correspondencia, peticiones, informe, secretos</translation>
    </message>
    <message>
        <source>Only what to check</source>
        <translation>Solo lo que hay que revisar</translation>
    </message>
    <message>
        <source>What will be mapped</source>
        <translation>Lo que se va a asignar</translation>
    </message>
    <message>
        <source>Requests that were read</source>
        <translation>Peticiones leídas</translation>
    </message>
    <message>
        <source>What was not understood, and what to look at</source>
        <translation>Lo que no se entendió y lo que hay que mirar</translation>
    </message>
    <message>
        <source>Secrets that were found, by name</source>
        <translation>Secretos encontrados, por nombre</translation>
    </message>
    <message>
        <source>Vertical whose leads are sent</source>
        <translation>Vertical cuyos leads se envían</translation>
    </message>
    <message>
        <source>Find out by the targets</source>
        <translation>Averiguar por los destinos</translation>
    </message>
    <message>
        <source>Step that the request becomes</source>
        <translation>Paso en el que se convierte la petición</translation>
    </message>
    <message>
        <source>S&amp;tep</source>
        <translation>&amp;Paso</translation>
    </message>
    <message>
        <source>&amp;Leads of</source>
        <translation>&amp;Leads de</translation>
    </message>
    <message>
        <source>Where the import goes</source>
        <translation>Adónde va la importación</translation>
    </message>
    <message>
        <source>Into this integration</source>
        <translation>A esta integración</translation>
    </message>
    <message>
        <source>A new integration</source>
        <translation>Una integración nueva</translation>
    </message>
    <message>
        <source>Rows that are there already</source>
        <translation>Filas que ya están</translation>
    </message>
    <message>
        <source>Keep rows that are mapped</source>
        <translation>Conservar las filas asignadas</translation>
    </message>
    <message>
        <source>Replace rows of the same target</source>
        <translation>Sustituir las filas del mismo destino</translation>
    </message>
    <message>
        <source>Name of the integration</source>
        <translation>Nombre de la integración</translation>
    </message>
    <message>
        <source>Short name of the integration</source>
        <translation>Nombre corto de la integración</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>&amp;Short name</source>
        <translation>Nombre &amp;corto</translation>
    </message>
    <message>
        <source>The buyer&apos;s address, which the text does not name</source>
        <translation>La dirección del comprador, que el texto no nombra</translation>
    </message>
    <message>
        <source>https://api.buyer.com/leads, if you know it already</source>
        <translation>https://api.buyer.com/leads, si ya la conoce</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Dirección</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Leyendo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Found: %1</source>
        <translation>Encontrado: %1</translation>
    </message>
    <message>
        <source>%1, %2 % sure. %3</source>
        <translation>%1, con %2 % de seguridad. %3</translation>
    </message>
    <message>
        <source>It may also be: %1.</source>
        <translation>También podría ser: %1.</translation>
    </message>
    <message>
        <source>Report %1</source>
        <translation>Informe %1</translation>
    </message>
    <message>
        <source>Nothing could be read. The text is kept at the left.</source>
        <translation>No se pudo leer nada. El texto se conserva a la izquierda.</translation>
    </message>
    <message>
        <source>Mapping %1 of %2</source>
        <translation>Correspondencia %1 de %2</translation>
    </message>
    <message>
        <source>Requests %1</source>
        <translation>Peticiones %1</translation>
    </message>
    <message>
        <source>Only what to check (%1)</source>
        <translation>Solo lo que hay que revisar (%1)</translation>
    </message>
    <message>
        <source>Secrets %1</source>
        <translation>Secretos %1</translation>
    </message>
    <message>
        <source>These secrets were in the text. The market is not running, so their values cannot be kept now; you will be asked for them.</source>
        <translation>Estos secretos estaban en el texto. El mercado no está en marcha, así que ahora no se pueden guardar sus valores; se le pedirán.</translation>
    </message>
    <message>
        <source>These secrets were in the text. Their values go to %1; the integration only has their names.</source>
        <translation>Estos secretos estaban en el texto. Sus valores van a %1; la integración solo tiene sus nombres.</translation>
    </message>
    <message>
        <source>Give the integration a name.</source>
        <translation>Dé un nombre a la integración.</translation>
    </message>
    <message>
        <source>A short name has small letters a–z, digits, - and _, at most 64.</source>
        <translation>Un nombre corto tiene letras minúsculas a–z, dígitos, - y _, 64 como mucho.</translation>
    </message>
    <message>
        <source>Another integration has this short name.</source>
        <translation>Otra integración tiene este nombre corto.</translation>
    </message>
    <message>
        <source>This is no address of a server; it looks like https://api.buyer.com/leads.</source>
        <translation>Esto no es la dirección de un servidor; tiene la forma https://api.buyer.com/leads.</translation>
    </message>
    <message>
        <source>Open without one host</source>
        <translation>Abrir sin un host</translation>
    </message>
    <message>
        <source>Open without %1 hosts</source>
        <translation>Abrir sin %1 hosts</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Abrirla</translation>
    </message>
    <message>
        <source>Import into it</source>
        <translation>Importar en ella</translation>
    </message>
    <message>
        <source>Make the integration</source>
        <translation>Crear la integración</translation>
    </message>
    <message>
        <source>Import %1 rows from: %2</source>
        <translation>Importar %1 filas de: %2</translation>
    </message>
    <message>
        <source>Import a file</source>
        <translation>Importar un archivo</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ImportFieldDelegate</name>
    <message>
        <source>Where %1 comes from</source>
        <translation>De dónde viene %1</translation>
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
        <translation>Siempre vacío</translation>
    </message>
    <message>
        <source>Always “%1”</source>
        <translation>Siempre «%1»</translation>
    </message>
    <message>
        <source>Leave it open</source>
        <translation>Dejarlo abierto</translation>
    </message>
    <message>
        <source>always “%1”</source>
        <translation>siempre «%1»</translation>
    </message>
    <message>
        <source>%1, from an earlier answer</source>
        <translation>%1, de una respuesta anterior</translation>
    </message>
    <message>
        <source>computed: %1</source>
        <translation>calculado: %1</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nada</translation>
    </message>
    <message>
        <source>One value has no counterpart: %1</source>
        <translation>Un valor no tiene equivalente: %1</translation>
    </message>
    <message>
        <source>%1 values have no counterpart</source>
        <translation>%1 valores no tienen equivalente</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abierto</translation>
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
        <translation>Paso</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Destino</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Muestra</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Viene de</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>Seguro</translation>
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
        <translation>No entendido</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Revíselo</translation>
    </message>
    <message>
        <source>What was found, and where</source>
        <translation>Qué se encontró y dónde</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ImportRequestModel</name>
    <message>
        <source>Taken</source>
        <translation>Tomado</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Omitido</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Petición</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
</context>
<context>
    <name>bourse::gui::IntegrationEditor</name>
    <message>
        <source>Integration editor</source>
        <translation>Editor de integraciones</translation>
    </message>
    <message>
        <source>Reading the integration…</source>
        <translation>Leyendo la integración…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>The integration could not be read: %1</source>
        <translation>No se pudo leer la integración: %1</translation>
    </message>
    <message>
        <source>Lead fields</source>
        <translation>Campos del lead</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>Correspondencia</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Petición</translation>
    </message>
    <message>
        <source>The draft could not be kept: %1</source>
        <translation>No se pudo conservar el borrador: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Send test</source>
        <translation>Enviar prueba</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Publicar</translation>
    </message>
    <message>
        <source>Secrets of the integration</source>
        <translation>Secretos de la integración</translation>
    </message>
    <message>
        <source>Save the draft now</source>
        <translation>Guardar el borrador ahora</translation>
    </message>
    <message>
        <source>Previous sample</source>
        <translation>Muestra anterior</translation>
    </message>
    <message>
        <source>Next sample</source>
        <translation>Muestra siguiente</translation>
    </message>
    <message>
        <source>Find a lead field</source>
        <translation>Buscar un campo del lead</translation>
    </message>
    <message>
        <source>Go to the mapping</source>
        <translation>Ir a la correspondencia</translation>
    </message>
    <message>
        <source>Refuse leads when…</source>
        <translation>Rechazar leads cuando…</translation>
    </message>
    <message>
        <source>Choose the vertical whose leads are shown</source>
        <translation>Elegir la vertical cuyos leads se muestran</translation>
    </message>
    <message>
        <source>Show or hide the lead&apos;s fields</source>
        <translation>Mostrar u ocultar los campos del lead</translation>
    </message>
    <message>
        <source>Show or hide the mapping</source>
        <translation>Mostrar u ocultar la correspondencia</translation>
    </message>
    <message>
        <source>Show or hide the problems</source>
        <translation>Mostrar u ocultar los problemas</translation>
    </message>
    <message>
        <source>Switch between test and live</source>
        <translation>Cambiar entre prueba y en vivo</translation>
    </message>
    <message>
        <source>Others of the workspace</source>
        <translation>Otras del espacio de trabajo</translation>
    </message>
    <message>
        <source>%1 (not in this workspace)</source>
        <translation>%1 (no está en este espacio de trabajo)</translation>
    </message>
    <message>
        <source>The workspace has no vertical</source>
        <translation>El espacio de trabajo no tiene verticales</translation>
    </message>
    <message>
        <source>This integration is made for %1</source>
        <translation>Esta integración está hecha para %1</translation>
    </message>
    <message>
        <source>Name of the integration</source>
        <translation>Nombre de la integración</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar el nombre</translation>
    </message>
    <message>
        <source>A name has at least one character.</source>
        <translation>Un nombre tiene al menos un carácter.</translation>
    </message>
    <message>
        <source>Rename to %1</source>
        <translation>Cambiar el nombre a %1</translation>
    </message>
    <message>
        <source>Time limit of %1</source>
        <translation>Límite de tiempo de %1</translation>
    </message>
    <message>
        <source>Milliseconds from the first byte sent to the last byte received; empty for none of its own.</source>
        <translation>Milisegundos desde el primer byte enviado hasta el último recibido; vacío para ninguno propio.</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Fijar</translation>
    </message>
    <message>
        <source>Take the time limit away</source>
        <translation>Quitar el límite de tiempo</translation>
    </message>
    <message>
        <source>A time limit is a whole number from 1 to 600,000 ms.</source>
        <translation>Un límite de tiempo es un número entero de 1 a 600.000 ms.</translation>
    </message>
    <message>
        <source>Set the time limit to %1 ms</source>
        <translation>Fijar el límite de tiempo en %1 ms</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <translation>Publicar %1</translation>
    </message>
    <message>
        <source>It becomes version %1 and is used by the next lead.</source>
        <translation>Será la versión %1 y la usará el lead siguiente.</translation>
    </message>
    <message>
        <source>It becomes version 1 and can be used by trees.</source>
        <translation>Será la versión 1 y podrán usarla los árboles.</translation>
    </message>
    <message>
        <source>Say in a few words what has changed.</source>
        <translation>Diga en pocas palabras qué ha cambiado.</translation>
    </message>
    <message>
        <source>Somebody has published another version since. Look at Versions first.</source>
        <translation>Alguien ha publicado otra versión entretanto. Mire primero en Versiones.</translation>
    </message>
    <message>
        <source>Not published: %1</source>
        <translation>No publicada: %1</translation>
    </message>
    <message>
        <source>%1 is published as v%2</source>
        <translation>%1 está publicada como v%2</translation>
    </message>
</context>
<context>
    <name>bourse::gui::IntegrationList</name>
    <message>
        <source>Buyers</source>
        <translation>Compradores</translation>
    </message>
    <message>
        <source>Find an integration</source>
        <translation>Buscar una integración</translation>
    </message>
    <message>
        <source>Find by name, slug or tree</source>
        <translation>Buscar por nombre, nombre corto o árbol</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>From a template</source>
        <translation>De una plantilla</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Import a buyer from a cURL line, a file or a specification (Ctrl+I)</source>
        <translation>Importar un comprador de una línea de cURL, un archivo o una especificación (Ctrl+I)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nueva</translation>
    </message>
    <message>
        <source>Integrations</source>
        <translation>Integraciones</translation>
    </message>
    <message>
        <source>Reading the integrations…</source>
        <translation>Leyendo las integraciones…</translation>
    </message>
    <message>
        <source>No buyer is connected yet.</source>
        <translation>Aún no hay ningún comprador conectado.</translation>
    </message>
    <message>
        <source>Import a buyer</source>
        <translation>Importar un comprador</translation>
    </message>
    <message>
        <source>No integration matches.</source>
        <translation>Ninguna integración coincide.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostrar todas</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Discard the draft</source>
        <translation>Descartar el borrador</translation>
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
        <translation>sin publicar</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Draft, saved %1</source>
        <translation>Borrador, guardado %1</translation>
    </message>
    <message>
        <source>no tree yet</source>
        <translation>aún ningún árbol</translation>
    </message>
    <message>
        <source>Integration</source>
        <translation>Integración</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publicada</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Usada por</translation>
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
        <translation>Presupuesto</translation>
    </message>
    <message>
        <source>Latency in milliseconds, received to answered</source>
        <translation>Latencia en milisegundos, de recibido a respondido</translation>
    </message>
    <message>
        <source>No lead has been answered in this time yet</source>
        <translation>Aún no se ha respondido ningún lead en este tiempo</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LatestModel</name>
    <message>
        <source>Asking buyers</source>
        <translation>Preguntando a compradores</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Buyer and detail</source>
        <translation>Comprador y detalle</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadFieldModel</name>
    <message>
        <source>not in the schema</source>
        <translation>no está en el esquema</translation>
    </message>
    <message>
        <source>carried from answers</source>
        <translation>heredado de respuestas</translation>
    </message>
    <message>
        <source>variables</source>
        <translation>variables</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Personal data</source>
        <translation>Datos personales</translation>
    </message>
    <message>
        <source>personal data</source>
        <translation>datos personales</translation>
    </message>
    <message>
        <source>mapped</source>
        <translation>asignado</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadFieldPane</name>
    <message>
        <source>Lead fields</source>
        <translation>Campos del lead</translation>
    </message>
    <message>
        <source>Hide the lead&apos;s fields</source>
        <translation>Ocultar los campos del lead</translation>
    </message>
    <message>
        <source>Find field or value</source>
        <translation>Buscar campo o valor</translation>
    </message>
    <message>
        <source>A dot marks a mapped field, a lock personal data</source>
        <translation>Un punto marca un campo asignado, un candado datos personales</translation>
    </message>
    <message>
        <source>Mapped</source>
        <translation>Asignado</translation>
    </message>
    <message>
        <source>Personal data</source>
        <translation>Datos personales</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadMatrixModel</name>
    <message>
        <source>fails</source>
        <translation>falla</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>omitido</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>bien</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>no ejecutado</translation>
    </message>
    <message>
        <source>%1 with %2: %3</source>
        <translation>%1 con %2: %3</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Fila</translation>
    </message>
    <message>
        <source>Fails</source>
        <translation>Falla</translation>
    </message>
    <message>
        <source>Why, the first time</source>
        <translation>Por qué, la primera vez</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadMatrixView</name>
    <message>
        <source>Run</source>
        <translation>Ejecutar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Only failures</source>
        <translation>Solo fallos</translation>
    </message>
    <message>
        <source>Run over the last leads</source>
        <translation>Pasar por los últimos leads</translation>
    </message>
    <message>
        <source>Run the step over the last %1 leads</source>
        <translation>Pasar el paso por los últimos %1 leads</translation>
    </message>
    <message>
        <source>Leads that have been run</source>
        <translation>Leads ya pasados</translation>
    </message>
    <message>
        <source>Rows by leads</source>
        <translation>Filas por leads</translation>
    </message>
    <message>
        <source>The integration has an error; nothing can be sent before it is put right.</source>
        <translation>La integración tiene un error; no se puede enviar nada antes de corregirlo.</translation>
    </message>
    <message>
        <source>The leads could not be read: %1</source>
        <translation>No se pudieron leer los leads: %1</translation>
    </message>
    <message>
        <source>There is no lead of this vertical yet.</source>
        <translation>Aún no hay ningún lead de esta vertical.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Cancelado.</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Ejecutar de nuevo</translation>
    </message>
    <message>
        <source>Reading the leads…</source>
        <translation>Leyendo los leads…</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>Ejecutando…</translation>
    </message>
    <message>
        <source>One lead: nothing fails</source>
        <translation>Un lead: nada falla</translation>
    </message>
    <message>
        <source>%1 leads: nothing fails</source>
        <translation>%1 leads: nada falla</translation>
    </message>
    <message>
        <source>%1 of %2 leads cannot be sent</source>
        <translation>%1 de %2 leads no se pueden enviar</translation>
    </message>
    <message>
        <source>, before the last changes</source>
        <translation>, antes de los últimos cambios</translation>
    </message>
    <message>
        <source>Runs this step over the newest leads, without sending, and shows which rows fail on which.</source>
        <translation>Pasa este paso por los leads más nuevos, sin enviar, y muestra qué filas fallan con cuáles.</translation>
    </message>
    <message>
        <source>No row fails on any of them.</source>
        <translation>Ninguna fila falla con ninguno de ellos.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LeadsFeed</name>
    <message>
        <source>The sale is booked.</source>
        <translation>La venta está anotada.</translation>
    </message>
    <message>
        <source>The post is given back.</source>
        <translation>El post se ha devuelto.</translation>
    </message>
    <message>
        <source>The sale is taken back.</source>
        <translation>La venta está anulada.</translation>
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
        <translation>Lead de prueba</translation>
    </message>
    <message>
        <source>Bids that counted, of buyers asked</source>
        <translation>Ofertas que contaron, de compradores preguntados</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Origen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>Comprador</translation>
    </message>
    <message>
        <source>Bids</source>
        <translation>Ofertas</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>Payout</source>
        <translation>Pago</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latencia</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
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
        <translation>No se pudieron leer los leads anteriores.</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>Show new leads as they come (F)</source>
        <translation>Mostrar los leads nuevos según llegan (F)</translation>
    </message>
    <message>
        <source>Reading leads…</source>
        <translation>Leyendo leads…</translation>
    </message>
    <message>
        <source>No lead has come in yet.</source>
        <translation>Aún no ha llegado ningún lead.</translation>
    </message>
    <message>
        <source>Send a test lead from Live</source>
        <translation>Enviar un lead de prueba desde En vivo</translation>
    </message>
    <message>
        <source>No lead matches this filter.</source>
        <translation>Ningún lead encaja con este filtro.</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Vaciar el filtro</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Show new leads</source>
        <translation>Mostrar los leads nuevos</translation>
    </message>
    <message>
        <source>Filter leads</source>
        <translation>Filtrar leads</translation>
    </message>
    <message>
        <source>Older lead</source>
        <translation>Lead anterior</translation>
    </message>
    <message>
        <source>Newer lead</source>
        <translation>Lead más nuevo</translation>
    </message>
    <message>
        <source>Copy the selected call as a curl command</source>
        <translation>Copiar la llamada elegida como orden de curl</translation>
    </message>
    <message>
        <source>Select a ping or a post first.</source>
        <translation>Elija primero un ping o un post.</translation>
    </message>
    <message>
        <source>Follow new leads</source>
        <translation>Seguir los leads nuevos</translation>
    </message>
    <message>
        <source>Every lead, newest first. The filter knows status, buyer, source, state, latency, price, reason, time and id: status:sold state:TX,FL latency&gt;400. A minus sign excludes a status. Right-click a cell to filter by it. Selecting or scrolling stops following; the blue button or F goes on. J and K step through leads, Enter goes to the lead&apos;s calls, C copies the selected call as a curl command. Personal data is masked until it is shown for 30 seconds.</source>
        <translation>Todos los leads, los más nuevos primero. El filtro conoce status, buyer, source, state, latency, price, reason, time e id: status:sold state:TX,FL latency&gt;400. Un signo menos excluye un estado. El botón derecho sobre una celda filtra por ella. Elegir o desplazarse deja de seguir; el botón azul o F continúa. J y K recorren los leads, Intro va a las llamadas del lead, C copia la llamada elegida como orden de curl. Los datos personales están enmascarados hasta que se muestran durante 30 segundos.</translation>
    </message>
    <message>
        <source>The leads could not be read.</source>
        <translation>No se pudieron leer los leads.</translation>
    </message>
    <message>
        <source>%1 of %2, %3 ms</source>
        <translation>%1 de %2, %3 ms</translation>
    </message>
    <message>
        <source>Stop following new leads</source>
        <translation>Dejar de seguir los leads nuevos</translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>%1 nuevos</translation>
    </message>
    <message>
        <source>Show %1 new leads</source>
        <translation>Mostrar %1 leads nuevos</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>Solo %1</translation>
    </message>
    <message>
        <source>Exclude %1</source>
        <translation>Excluir %1</translation>
    </message>
    <message>
        <source>Copy cell</source>
        <translation>Copiar celda</translation>
    </message>
    <message>
        <source>Copy lead id</source>
        <translation>Copiar el identificador del lead</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LineEditor</name>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>Propuestas</translation>
    </message>
    <message>
        <source>Take %1</source>
        <translation>Tomar %1</translation>
    </message>
</context>
<context>
    <name>bourse::gui::LivePage</name>
    <message>
        <source>Pause the live page</source>
        <translation>Pausar la página en vivo</translation>
    </message>
    <message>
        <source>New test lead</source>
        <translation>Nuevo lead de prueba</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>En vivo</translation>
    </message>
    <message>
        <source>Figures, charts, buyers and latest leads</source>
        <translation>Cifras, gráficos, compradores y últimos leads</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Resume the live page</source>
        <translation>Continuar la página en vivo</translation>
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
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Time range</source>
        <translation>Intervalo</translation>
    </message>
    <message>
        <source>Stop and resume updates of this page (P)</source>
        <translation>Detener y continuar las actualizaciones de esta página (P)</translation>
    </message>
    <message>
        <source>Send a test lead through the routing (Ctrl+T); nobody is sold anything</source>
        <translation>Enviar un lead de prueba por el reparto (Ctrl+T); no se vende nada a nadie</translation>
    </message>
    <message>
        <source>Throughput by outcome</source>
        <translation>Caudal por resultado</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latencia</translation>
    </message>
    <message>
        <source>ms, received to answered</source>
        <translation>ms, de recibido a respondido</translation>
    </message>
    <message>
        <source>Buyer health</source>
        <translation>Estado de los compradores</translation>
    </message>
    <message>
        <source>Pause buyer</source>
        <translation>Pausar comprador</translation>
    </message>
    <message>
        <source>Stop or resume sending leads to the selected buyer</source>
        <translation>Dejar de enviar leads al comprador elegido, o volver a hacerlo</translation>
    </message>
    <message>
        <source>No buyer is set up yet.</source>
        <translation>Aún no hay ningún comprador configurado.</translation>
    </message>
    <message>
        <source>Latest</source>
        <translation>Últimos</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>Ventas</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message>
        <source>Which leads are listed</source>
        <translation>Qué leads se muestran</translation>
    </message>
    <message>
        <source>Latest leads</source>
        <translation>Últimos leads</translation>
    </message>
    <message>
        <source>No lead to show here yet.</source>
        <translation>Aún no hay ningún lead que mostrar aquí.</translation>
    </message>
    <message>
        <source>Open in Leads</source>
        <translation>Abrir en Leads</translation>
    </message>
    <message>
        <source>Resume buyer</source>
        <translation>Reanudar comprador</translation>
    </message>
    <message>
        <source>What happens now. The tiles speak of today, charts and buyers of the range chosen above. Point at a chart to read its values. P stops the page while you look; routing goes on. Enter on a buyer or a lead opens it in Leads. Unknown means that a buyer never answered whether it took a lead; its price is held until then.</source>
        <translation>Lo que pasa ahora. Los recuadros hablan de hoy; los gráficos y compradores, del intervalo elegido arriba. Señale un gráfico para leer sus valores. P detiene la página mientras mira; el reparto sigue. Intro sobre un comprador o un lead lo abre en Leads. Desconocido significa que un comprador nunca respondió si tomó un lead; su precio se retiene hasta entonces.</translation>
    </message>
    <message>
        <source>%1 leads since midnight, %2 sold</source>
        <translation>%1 leads desde medianoche, %2 vendidos</translation>
    </message>
    <message>
        <source>Paused at %1</source>
        <translation>En pausa a las %1</translation>
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
        <translation>leads/s, tramos de %1</translation>
    </message>
    <message>
        <source>%1 now</source>
        <translation>%1 ahora</translation>
    </message>
    <message>
        <source>1 buyer, by leads sold today</source>
        <translation>1 comprador, por leads vendidos hoy</translation>
    </message>
    <message>
        <source>%1 buyers, by leads sold today</source>
        <translation>%1 compradores, por leads vendidos hoy</translation>
    </message>
    <message>
        <source>All buyers</source>
        <translation>Todos los compradores</translation>
    </message>
    <message>
        <source>%1 failing</source>
        <translation>%1 fallando</translation>
    </message>
    <message>
        <source>%1 degraded</source>
        <translation>%1 degradados</translation>
    </message>
    <message>
        <source>all well</source>
        <translation>todo bien</translation>
    </message>
    <message>
        <source> sold</source>
        <translation> vendidos</translation>
    </message>
    <message>
        <source>Problems %1</source>
        <translation>Problemas %1</translation>
    </message>
    <message>
        <source>1 unknown holds</source>
        <translation>1 retención por desconocido</translation>
    </message>
    <message>
        <source>%1 unknown hold</source>
        <translation>%1 retenciones por desconocido</translation>
    </message>
    <message>
        <source>No lead&apos;s fate is unknown</source>
        <translation>No se desconoce el destino de ningún lead</translation>
    </message>
</context>
<context>
    <name>bourse::gui::MainWindow</name>
    <message>
        <source>Find an action, a page or a lead</source>
        <translation>Buscar una acción, una página o un lead</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>Cambiar entre claro y oscuro</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Texto más grande</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Texto más pequeño</translation>
    </message>
    <message>
        <source>Show the alerts</source>
        <translation>Mostrar las alertas</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Help for this page</source>
        <translation>Ayuda de esta página</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>En vivo</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>Leads</translation>
    </message>
    <message>
        <source>Buyers</source>
        <translation>Compradores</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Ir a %1</translation>
    </message>
    <message>
        <source>No workspace</source>
        <translation>Sin espacio de trabajo</translation>
    </message>
    <message>
        <source>1 buyer</source>
        <translation>1 comprador</translation>
    </message>
    <message>
        <source>%1 buyers</source>
        <translation>%1 compradores</translation>
    </message>
    <message>
        <source>%1 – Bourse</source>
        <translation>%1 – Bourse</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>En todas partes</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>No alerts: every buyer answers.</source>
        <translation>Sin alertas: todos los compradores responden.</translation>
    </message>
    <message>
        <source>There is no source yet that a lead could come from.</source>
        <translation>Aún no hay ningún origen del que pueda venir un lead.</translation>
    </message>
    <message>
        <source>The test lead was refused: %1</source>
        <translation>El lead de prueba se rechazó: %1</translation>
    </message>
    <message>
        <source>Test lead: %1</source>
        <translation>Lead de prueba: %1</translation>
    </message>
    <message>
        <source>%1 could not be changed: %2</source>
        <translation>No se pudo cambiar %1: %2</translation>
    </message>
    <message>
        <source>%1 is paused; published as version %2</source>
        <translation>%1 está en pausa; publicado como versión %2</translation>
    </message>
    <message>
        <source>%1 is active; published as version %2</source>
        <translation>%1 está activo; publicado como versión %2</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Devoluciones</translation>
    </message>
    <message>
        <source>Suppressions</source>
        <translation>Listas de exclusión</translation>
    </message>
</context>
<context>
    <name>bourse::gui::MappingModel</name>
    <message>
        <source>No source</source>
        <translation>Sin fuente</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Campo</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>Constante</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Plantilla</translation>
    </message>
    <message>
        <source>Carried value</source>
        <translation>Valor heredado</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Secreto</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variable</translation>
    </message>
    <message>
        <source>Named value</source>
        <translation>Valor con nombre</translation>
    </message>
    <message>
        <source>Look-up</source>
        <translation>Consulta</translation>
    </message>
    <message>
        <source>Computed</source>
        <translation>Calculado</translation>
    </message>
    <message>
        <source>First of several</source>
        <translation>Primero de varios</translation>
    </message>
    <message>
        <source>Body within the value</source>
        <translation>Cuerpo dentro del valor</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Pares</translation>
    </message>
    <message>
        <source>As written</source>
        <translation>Como está escrito</translation>
    </message>
    <message>
        <source>Invalid</source>
        <translation>No válido</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Falló</translation>
    </message>
    <message>
        <source>PII</source>
        <translation>PII</translation>
    </message>
    <message>
        <source>No match</source>
        <translation>Sin equivalente</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Falta</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Revisar</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>No se sabe</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Rechazado</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Omitido</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>Bien</translation>
    </message>
    <message>
        <source>for each %1</source>
        <translation>para cada %1</translation>
    </message>
    <message>
        <source>once</source>
        <translation>una vez</translation>
    </message>
    <message>
        <source>Without an address nothing can be sent.</source>
        <translation>Sin dirección no se puede enviar nada.</translation>
    </message>
    <message>
        <source>Its condition does not hold on this sample.</source>
        <translation>Su condición no se cumple con esta muestra.</translation>
    </message>
    <message>
        <source>It has no value on this sample.</source>
        <translation>No tiene valor en esta muestra.</translation>
    </message>
    <message>
        <source>Shown again when the document is valid.</source>
        <translation>Se mostrará de nuevo cuando el documento sea válido.</translation>
    </message>
    <message>
        <source>The rows around it are not written on this sample.</source>
        <translation>Las filas que la rodean no se escriben en esta muestra.</translation>
    </message>
    <message>
        <source>this sample</source>
        <translation>esta muestra</translation>
    </message>
    <message>
        <source>This sample is not offered to the buyer: %1</source>
        <translation>Esta muestra no se ofrece al comprador: %1</translation>
    </message>
    <message>
        <source>This sample is not refused for this reason.</source>
        <translation>Esta muestra no se rechaza por este motivo.</translation>
    </message>
    <message>
        <source>Leads it does not take</source>
        <translation>Leads que no acepta</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Consulta</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Cabeceras</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Cuerpo</translation>
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
        <translation>obligatorio</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>, luego </translation>
    </message>
    <message>
        <source>Target path</source>
        <translation>Ruta de destino</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Obligatorio</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Fuente</translation>
    </message>
    <message>
        <source>Transforms</source>
        <translation>Transformaciones</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
</context>
<context>
    <name>bourse::gui::MappingPane</name>
    <message>
        <source>Mapping</source>
        <translation>Correspondencia</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Obligatorio</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message>
        <source>Rows shown</source>
        <translation>Filas mostradas</translation>
    </message>
    <message>
        <source>Refuse leads when… (Ctrl+Alt+R)</source>
        <translation>Rechazar leads cuando… (Ctrl+Alt+R)</translation>
    </message>
    <message>
        <source>Add a row (Insert)</source>
        <translation>Añadir una fila (Insert)</translation>
    </message>
    <message>
        <source>Show all rows</source>
        <translation>Mostrar todas las filas</translation>
    </message>
    <message>
        <source>“%1” removed</source>
        <translation>«%1» quitado</translation>
    </message>
    <message>
        <source>No row has a problem on this sample.</source>
        <translation>Ninguna fila tiene problemas con esta muestra.</translation>
    </message>
    <message>
        <source>The buyer&apos;s specification names no required target for this step.</source>
        <translation>La especificación del comprador no nombra destinos obligatorios para este paso.</translation>
    </message>
    <message>
        <source>There is no step yet. Add one with the plus sign beside the steps.</source>
        <translation>Aún no hay ningún paso. Añada uno con el signo más junto a los pasos.</translation>
    </message>
    <message>
        <source>Select the row that should take this value first.</source>
        <translation>Elija primero la fila que debe tomar este valor.</translation>
    </message>
    <message>
        <source>name</source>
        <translation>nombre</translation>
    </message>
    <message>
        <source>new_field</source>
        <translation>campo_nuevo</translation>
    </message>
    <message>
        <source>A text body has no rows; its template is edited under Body.</source>
        <translation>Un cuerpo de texto no tiene filas; su plantilla se edita en Cuerpo.</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 quitado</translation>
    </message>
    <message>
        <source>%1 sends no personal field of the lead.</source>
        <translation>%1 no envía ningún campo personal del lead.</translation>
    </message>
    <message>
        <source>Why does the ping send %1?</source>
        <translation>¿Por qué envía el ping %1?</translation>
    </message>
    <message>
        <source>A ping goes to buyers that may not buy. The reason is kept with the integration.</source>
        <translation>Un ping llega a compradores que quizá no compren. El motivo se guarda con la integración.</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Anotar</translation>
    </message>
    <message>
        <source>Write a reason that somebody else will understand.</source>
        <translation>Escriba un motivo que otra persona entienda.</translation>
    </message>
    <message>
        <source>%1 is sent with the post</source>
        <translation>%1 se envía con el post</translation>
    </message>
    <message>
        <source>The post has no rows that %1 could be added to.</source>
        <translation>El post no tiene filas a las que añadir %1.</translation>
    </message>
    <message>
        <source>Change the condition…</source>
        <translation>Cambiar la condición…</translation>
    </message>
    <message>
        <source>Change how the pairs are written…</source>
        <translation>Cambiar cómo se escriben los pares…</translation>
    </message>
    <message>
        <source>Change the source…</source>
        <translation>Cambiar la fuente…</translation>
    </message>
    <message>
        <source>F4</source>
        <translation>F4</translation>
    </message>
    <message>
        <source>Add a pair</source>
        <translation>Añadir un par</translation>
    </message>
    <message>
        <source>Add a transform…</source>
        <translation>Añadir una transformación…</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Send only when…</source>
        <translation>Enviar solo cuando…</translation>
    </message>
    <message>
        <source>When it is empty</source>
        <translation>Cuando está vacía</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Omitirla</translation>
    </message>
    <message>
        <source>Send it empty</source>
        <translation>Enviarla vacía</translation>
    </message>
    <message>
        <source>Send null</source>
        <translation>Enviar null</translation>
    </message>
    <message>
        <source>Leave its group out</source>
        <translation>Omitir su grupo</translation>
    </message>
    <message>
        <source>Refuse the lead</source>
        <translation>Rechazar el lead</translation>
    </message>
    <message>
        <source>Send a default…</source>
        <translation>Enviar un valor por omisión…</translation>
    </message>
    <message>
        <source>Record why it is in the ping…</source>
        <translation>Anotar por qué está en el ping…</translation>
    </message>
    <message>
        <source>Move to Post</source>
        <translation>Pasar al post</translation>
    </message>
    <message>
        <source>Add a row below</source>
        <translation>Añadir una fila debajo</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>Insert</translation>
    </message>
    <message>
        <source>Refuse leads when…</source>
        <translation>Rechazar leads cuando…</translation>
    </message>
    <message>
        <source>Ctrl+Alt+R</source>
        <translation>Ctrl+Alt+R</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Subir</translation>
    </message>
    <message>
        <source>Alt+Up</source>
        <translation>Alt+Arriba</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Bajar</translation>
    </message>
    <message>
        <source>Alt+Down</source>
        <translation>Alt+Abajo</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supr</translation>
    </message>
    <message>
        <source>Callback</source>
        <translation>Callback</translation>
    </message>
</context>
<context>
    <name>bourse::gui::MappingView</name>
    <message>
        <source>Target path</source>
        <translation>Ruta de destino</translation>
    </message>
    <message>
        <source>choose a condition</source>
        <translation>elija una condición</translation>
    </message>
    <message>
        <source>choose a source</source>
        <translation>elija una fuente</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>Correspondencia</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ModeBadge</name>
    <message>
        <source>Leads in this workspace are real and are sold to real buyers.</source>
        <translation>Los leads de este espacio de trabajo son reales y se venden a compradores reales.</translation>
    </message>
    <message>
        <source>Leads in this workspace are tests and go to no real buyer.</source>
        <translation>Los leads de este espacio de trabajo son pruebas y no llegan a ningún comprador real.</translation>
    </message>
    <message>
        <source>A demo market: simulated buyers and traffic on this machine.</source>
        <translation>Un mercado de demostración: compradores y tráfico simulados en esta máquina.</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>EN VIVO</translation>
    </message>
    <message>
        <source>TEST</source>
        <translation>PRUEBA</translation>
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
        <translation>Navegación</translation>
    </message>
    <message>
        <source>Find an action, a page or a lead (Ctrl+K)</source>
        <translation>Buscar una acción, una página o un lead (Ctrl+K)</translation>
    </message>
    <message>
        <source>Ctrl K</source>
        <translation>Ctrl K</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Espacio de trabajo</translation>
    </message>
    <message>
        <source>Dark or light colours (Ctrl+Shift+L)</source>
        <translation>Colores oscuros o claros (Ctrl+Mayús+L)</translation>
    </message>
    <message>
        <source>Keyboard shortcuts (?)</source>
        <translation>Atajos de teclado (?)</translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2)</source>
        <translation>%1 (Ctrl+%2)</translation>
    </message>
</context>
<context>
    <name>bourse::gui::NavigationButton</name>
    <message>
        <source>1 needs attention</source>
        <translation>1 requiere atención</translation>
    </message>
    <message>
        <source>%1 need attention</source>
        <translation>%1 requieren atención</translation>
    </message>
</context>
<context>
    <name>bourse::gui::PairsEditor</name>
    <message>
        <source>How the pairs are written</source>
        <translation>Cómo se escriben los pares</translation>
    </message>
    <message>
        <source>Between &amp;name and value</source>
        <translation>Entre &amp;nombre y valor</translation>
    </message>
    <message>
        <source>What stands between a name and its value</source>
        <translation>Qué hay entre un nombre y su valor</translation>
    </message>
    <message>
        <source>&amp;Between two pairs</source>
        <translation>Entre dos &amp;pares</translation>
    </message>
    <message>
        <source>What stands between two pairs</source>
        <translation>Qué hay entre dos pares</translation>
    </message>
    <message>
        <source>&amp;One of them in a value</source>
        <translation>&amp;Uno de ellos en un valor</translation>
    </message>
    <message>
        <source>What becomes of such a mark inside a value</source>
        <translation>Qué pasa con esa marca dentro de un valor</translation>
    </message>
    <message>
        <source>&amp;Replaced with</source>
        <translation>&amp;Sustituido por</translation>
    </message>
    <message>
        <source>What such a mark is replaced with</source>
        <translation>Con qué se sustituye esa marca</translation>
    </message>
    <message>
        <source>refuses the lead</source>
        <translation>rechaza el lead</translation>
    </message>
    <message>
        <source>is replaced</source>
        <translation>se sustituye</translation>
    </message>
    <message>
        <source>is URL-encoded, as all of the value</source>
        <translation>se codifica para URL, como todo el valor</translation>
    </message>
    <message>
        <source>gets a backslash before it</source>
        <translation>lleva una barra invertida delante</translation>
    </message>
    <message>
        <source>Add a pair</source>
        <translation>Añadir un par</translation>
    </message>
    <message>
        <source>Another source…</source>
        <translation>Otra fuente…</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>Pairs of %1</source>
        <translation>Pares de %1</translation>
    </message>
    <message>
        <source>Written %1</source>
        <translation>Escrito %1</translation>
    </message>
    <message>
        <source>What replaces a mark cannot have one itself.</source>
        <translation>Lo que sustituye a una marca no puede contener una.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ParameterEditor</name>
    <message>
        <source>How the transform is set</source>
        <translation>Cómo está ajustada la transformación</translation>
    </message>
    <message>
        <source>There is nothing to set.</source>
        <translation>No hay nada que ajustar.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>separated by commas</source>
        <translation>separados por comas</translation>
    </message>
    <message>
        <source>Type of the value</source>
        <translation>Tipo del valor</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Por omisión</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Yes/no</source>
        <translation>Sí/no</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>This is no number; one looks like 12 or -0.5.</source>
        <translation>Esto no es un número; uno es como 12 o -0.5.</translation>
    </message>
    <message>
        <source>One a line; the first that fits is taken</source>
        <translation>Uno por línea; se toma el primero que encaja</translation>
    </message>
    <message>
        <source>Ours</source>
        <translation>Nuestro</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>Suyo</translation>
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
        <translation>Conexión</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Primer byte</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Cuerpo</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>Espera</translation>
    </message>
    <message>
        <source>No test was sent</source>
        <translation>No se ha enviado ninguna prueba</translation>
    </message>
</context>
<context>
    <name>bourse::gui::PreviewPane</name>
    <message>
        <source>Request, signature, response</source>
        <translation>Petición, firma, respuesta</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Petición</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>cURL</source>
        <translation>cURL</translation>
    </message>
    <message>
        <source>More room</source>
        <translation>Más espacio</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ProblemsDock</name>
    <message>
        <source>blocks publish</source>
        <translation>impide publicar</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>Record reason</source>
        <translation>Anotar motivo</translation>
    </message>
    <message>
        <source>Move to Post</source>
        <translation>Pasar al post</translation>
    </message>
    <message>
        <source>Map value</source>
        <translation>Asignar valor</translation>
    </message>
    <message>
        <source>Add row</source>
        <translation>Añadir fila</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>Rellenar</translation>
    </message>
    <message>
        <source>Use a secret</source>
        <translation>Usar un secreto</translation>
    </message>
    <message>
        <source>Change limit</source>
        <translation>Cambiar límite</translation>
    </message>
    <message>
        <source>Problems and test sends</source>
        <translation>Problemas y envíos de prueba</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message>
        <source>Test sends</source>
        <translation>Envíos de prueba</translation>
    </message>
    <message>
        <source>Last 50 leads</source>
        <translation>Últimos 50 leads</translation>
    </message>
    <message>
        <source>Diff with sent request</source>
        <translation>Diferencias con lo enviado</translation>
    </message>
    <message>
        <source>Next problem F8</source>
        <translation>Problema siguiente F8</translation>
    </message>
    <message>
        <source>Fold the problems away</source>
        <translation>Plegar los problemas</translation>
    </message>
    <message>
        <source>No problems: this integration can be published.</source>
        <translation>Sin problemas: esta integración se puede publicar.</translation>
    </message>
    <message>
        <source>%1 block publishing, %2 warnings, %3 hints</source>
        <translation>%1 impiden publicar, %2 avisos, %3 indicaciones</translation>
    </message>
    <message>
        <source>Show the problems</source>
        <translation>Mostrar los problemas</translation>
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
        <translation>Problemas</translation>
    </message>
</context>
<context>
    <name>bourse::gui::RequestPane</name>
    <message>
        <source>No body</source>
        <translation>Sin cuerpo</translation>
    </message>
    <message>
        <source>JSON body</source>
        <translation>Cuerpo JSON</translation>
    </message>
    <message>
        <source>Form body</source>
        <translation>Cuerpo de formulario</translation>
    </message>
    <message>
        <source>XML body</source>
        <translation>Cuerpo XML</translation>
    </message>
    <message>
        <source>Text body</source>
        <translation>Cuerpo de texto</translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>Partir las líneas largas</translation>
    </message>
    <message>
        <source>Request preview</source>
        <translation>Vista previa de la petición</translation>
    </message>
    <message>
        <source>Body format</source>
        <translation>Formato del cuerpo</translation>
    </message>
    <message>
        <source>Copy the request</source>
        <translation>Copiar la petición</translation>
    </message>
    <message>
        <source>The request&apos;s bytes</source>
        <translation>Los bytes de la petición</translation>
    </message>
    <message>
        <source>This step sends nothing yet.</source>
        <translation>Este paso aún no envía nada.</translation>
    </message>
    <message>
        <source>Nothing can be shown until this is mended: %1</source>
        <translation>No se puede mostrar nada hasta corregir esto: %1</translation>
    </message>
    <message>
        <source>Before the last change</source>
        <translation>Antes del último cambio</translation>
    </message>
    <message>
        <source>Secrets as names</source>
        <translation>Secretos como nombres</translation>
    </message>
    <message>
        <source>The last change has a problem. What is shown is what would be sent without it.</source>
        <translation>El último cambio tiene un problema. Se muestra lo que se enviaría sin él.</translation>
    </message>
    <message>
        <source>%1 bytes and secrets, %2 ms</source>
        <translation>%1 bytes y secretos, %2 ms</translation>
    </message>
    <message>
        <source>%1 bytes, %2 ms</source>
        <translation>%1 bytes, %2 ms</translation>
    </message>
    <message>
        <source>What the secrets add, and lengths that hang on them, are known only when it is sent.</source>
        <translation>Lo que añaden los secretos, y las longitudes que dependen de ellos, solo se sabe al enviar.</translation>
    </message>
    <message>
        <source>%1 body</source>
        <translation>Cuerpo %1</translation>
    </message>
    <message>
        <source>Select a row to see its bytes</source>
        <translation>Elija una fila para ver sus bytes</translation>
    </message>
    <message>
        <source>The selected row writes nothing on this sample</source>
        <translation>La fila elegida no escribe nada en esta muestra</translation>
    </message>
    <message>
        <source>%1, bytes %2–%3</source>
        <translation>%1, bytes %2–%3</translation>
    </message>
    <message>
        <source>Change to %1</source>
        <translation>Cambiar a %1</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ResponsePane</name>
    <message>
        <source>Accepted</source>
        <translation>Aceptado</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rechazado</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicado</translation>
    </message>
    <message>
        <source>Capped</source>
        <translation>Tope alcanzado</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Pendiente</translation>
    </message>
    <message>
        <source>Unrecognised</source>
        <translation>No reconocido</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Redirect</source>
        <translation>Redirección</translation>
    </message>
    <message>
        <source>Expiry</source>
        <translation>Caducidad</translation>
    </message>
    <message>
        <source>Holds for, s</source>
        <translation>Vale durante, s</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Moneda</translation>
    </message>
    <message>
        <source>Bids</source>
        <translation>Ofertas</translation>
    </message>
    <message>
        <source>Carries %1</source>
        <translation>Conserva %1</translation>
    </message>
    <message>
        <source>The answer and how it is read</source>
        <translation>La respuesta y cómo se lee</translation>
    </message>
    <message>
        <source>Answer, rules and samples</source>
        <translation>Respuesta, reglas y muestras</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Stop waiting; the buyer may have got it</source>
        <translation>Dejar de esperar; quizá el comprador lo haya recibido</translation>
    </message>
    <message>
        <source>Waiting for the buyer&apos;s answer</source>
        <translation>Esperando la respuesta del comprador</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>click a value to say what it is</source>
        <translation>pulse un valor para decir qué es</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Cuerpo</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Cabeceras</translation>
    </message>
    <message>
        <source>Part of the answer</source>
        <translation>Parte de la respuesta</translation>
    </message>
    <message>
        <source>The answer&apos;s headers</source>
        <translation>Las cabeceras de la respuesta</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Reglas</translation>
    </message>
    <message>
        <source>first match decides</source>
        <translation>decide la primera que encaja</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regla</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>Añadir una regla</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dónde</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuando</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>Significa</translation>
    </message>
    <message>
        <source>Response rules</source>
        <translation>Reglas de respuesta</translation>
    </message>
    <message>
        <source>Read from the answer</source>
        <translation>Leído de la respuesta</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>On this answer</source>
        <translation>En esta respuesta</translation>
    </message>
    <message>
        <source>Values read from the answer</source>
        <translation>Valores leídos de la respuesta</translation>
    </message>
    <message>
        <source>Remove the rule</source>
        <translation>Quitar la regla</translation>
    </message>
    <message>
        <source>Move the rule up</source>
        <translation>Subir la regla</translation>
    </message>
    <message>
        <source>Move the rule down</source>
        <translation>Bajar la regla</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Muestras</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Muestra</translation>
    </message>
    <message>
        <source>Keep this answer as a sample</source>
        <translation>Guardar esta respuesta como muestra</translation>
    </message>
    <message>
        <source>Keep this answer as a sample. It may hold a person&apos;s data: the database keeps it sealed, an export holds it as it is.</source>
        <translation>Guardar esta respuesta como muestra. Puede contener datos de una persona: la base de datos la guarda sellada, una exportación la contiene tal cual.</translation>
    </message>
    <message>
        <source>Samples against the rules</source>
        <translation>Muestras frente a las reglas</translation>
    </message>
    <message>
        <source>Remove the sample</source>
        <translation>Quitar la muestra</translation>
    </message>
    <message>
        <source>Headers %1</source>
        <translation>Cabeceras %1</translation>
    </message>
    <message>
        <source>Waiting for the buyer&apos;s answer…</source>
        <translation>Esperando la respuesta del comprador…</translation>
    </message>
    <message>
        <source>No answer yet. Send a test with Ctrl+Enter, or paste an answer as a sample.</source>
        <translation>Aún no hay respuesta. Envíe una prueba con Ctrl+Intro, o pegue una respuesta como muestra.</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Enviando…</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Sin respuesta</translation>
    </message>
    <message>
        <source>Nothing was sent yet</source>
        <translation>Aún no se ha enviado nada</translation>
    </message>
    <message>
        <source>status %1</source>
        <translation>estado %1</translation>
    </message>
    <message>
        <source>sent twice: the buyer first asked who sends (status 401)</source>
        <translation>enviado dos veces: el comprador preguntó primero quién envía (estado 401)</translation>
    </message>
    <message>
        <source>rule “%1”</source>
        <translation>regla «%1»</translation>
    </message>
    <message>
        <source>no rule matches</source>
        <translation>no encaja ninguna regla</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 bytes</translation>
    </message>
    <message>
        <source>Anything else</source>
        <translation>Cualquier otra cosa</translation>
    </message>
    <message>
        <source>anything else</source>
        <translation>cualquier otra cosa</translation>
    </message>
    <message>
        <source>never counted as sold</source>
        <translation>nunca cuenta como vendido</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nada</translation>
    </message>
    <message>
        <source>Recorded answer</source>
        <translation>Respuesta registrada</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Esperado</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>Leído como</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>no se dice</translation>
    </message>
    <message>
        <source>Yes</source>
        <comment>the rule decides this sample</comment>
        <translation>Sí</translation>
    </message>
    <message>
        <source>also</source>
        <comment>the rule would match, too</comment>
        <translation>también</translation>
    </message>
    <message>
        <source>none yet; they are tests that travel with the document</source>
        <translation>aún ninguna; son pruebas que viajan con el documento</translation>
    </message>
    <message>
        <source>%1 of %2 read as expected</source>
        <translation>%1 de %2 leídas como se espera</translation>
    </message>
    <message>
        <source>Carry on as</source>
        <translation>Conservar como</translation>
    </message>
    <message>
        <source>Later steps read it by this name, as {{carried.%1}}.</source>
        <translation>Los pasos posteriores lo leen con este nombre, como {{carried.%1}}.</translation>
    </message>
    <message>
        <source>Carry</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>A name has letters, digits and _, and begins with no digit.</source>
        <translation>Un nombre tiene letras, dígitos y _, y no empieza por un dígito.</translation>
    </message>
    <message>
        <source>Change rule %1</source>
        <translation>Cambiar la regla %1</translation>
    </message>
    <message>
        <source>Remove rule %1</source>
        <translation>Quitar la regla %1</translation>
    </message>
    <message>
        <source>Move rule %1</source>
        <translation>Mover la regla %1</translation>
    </message>
    <message>
        <source>Answer %1</source>
        <translation>Respuesta %1</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Devuelto</translation>
    </message>
    <message>
        <source>Converted</source>
        <translation>Convertido</translation>
    </message>
</context>
<context>
    <name>bourse::gui::RuleDialog</name>
    <message>
        <source>JSON path</source>
        <translation>Ruta JSON</translation>
    </message>
    <message>
        <source>XPath</source>
        <translation>XPath</translation>
    </message>
    <message>
        <source>Whole text</source>
        <translation>Todo el texto</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Expresión regular</translation>
    </message>
    <message>
        <source>Delimited part</source>
        <translation>Parte delimitada</translation>
    </message>
    <message>
        <source>key=value pair</source>
        <translation>par clave=valor</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Cabecera</translation>
    </message>
    <message>
        <source>HTTP status</source>
        <translation>Estado HTTP</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regla</translation>
    </message>
    <message>
        <source>Name of the rule</source>
        <translation>Nombre de la regla</translation>
    </message>
    <message>
        <source>What is looked at</source>
        <translation>Qué se mira</translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation>Dónde está</translation>
    </message>
    <message>
        <source>How it is compared</source>
        <translation>Cómo se compara</translation>
    </message>
    <message>
        <source>With what</source>
        <translation>Con qué</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>Qué significa</translation>
    </message>
    <message>
        <source>Reason code</source>
        <translation>Código del motivo</translation>
    </message>
    <message>
        <source>The condition as JSON</source>
        <translation>La condición como JSON</translation>
    </message>
    <message>
        <source>By the reason map</source>
        <translation>Según la tabla de motivos</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Aceptado</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rechazado</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicado</translation>
    </message>
    <message>
        <source>Capped</source>
        <translation>Tope alcanzado</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Pendiente</translation>
    </message>
    <message>
        <source>Unrecognised, never sold</source>
        <translation>No reconocido, nunca vendido</translation>
    </message>
    <message>
        <source>&amp;Look at</source>
        <translation>&amp;Mirar</translation>
    </message>
    <message>
        <source>Wh&amp;ere</source>
        <translation>&amp;Dónde</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Comparar</translation>
    </message>
    <message>
        <source>&amp;With</source>
        <translation>C&amp;on</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>&amp;Means</source>
        <translation>&amp;Significa</translation>
    </message>
    <message>
        <source>&amp;Reason code</source>
        <translation>Código del mo&amp;tivo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Say where the value is.</source>
        <translation>Diga dónde está el valor.</translation>
    </message>
    <message>
        <source>Give the rule a name.</source>
        <translation>Dé un nombre a la regla.</translation>
    </message>
    <message>
        <source>URL parameter of a callback</source>
        <translation>Parámetro de la URL de un callback</translation>
    </message>
    <message>
        <source>Returned (of a callback or status)</source>
        <translation>Devuelto (de callback o estado)</translation>
    </message>
    <message>
        <source>Became a customer (of a callback or status)</source>
        <translation>Se hizo cliente (de callback o estado)</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SecretModel</name>
    <message>
        <source>Not known</source>
        <translation>No se sabe</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Con valor</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>Sin valor</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SecretsDialog</name>
    <message>
        <source>Set</source>
        <translation>Fijar</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>De un archivo…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Hold to look at it</source>
        <translation>Mantener pulsado para verlo</translation>
    </message>
    <message>
        <source>Secrets of this integration</source>
        <translation>Secretos de esta integración</translation>
    </message>
    <message>
        <source>Secrets by name</source>
        <translation>Secretos por nombre</translation>
    </message>
    <message>
        <source>New value</source>
        <translation>Valor nuevo</translation>
    </message>
    <message>
        <source>Type or paste the value</source>
        <translation>Escriba o pegue el valor</translation>
    </message>
    <message>
        <source>The value, while the button is held</source>
        <translation>El valor, mientras se mantiene pulsado el botón</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>The market is not running, so nothing can be stored now. What you type stays in this window; set it when the market runs again.</source>
        <translation>El mercado no está en marcha, así que ahora no se puede guardar nada. Lo que escriba queda en esta ventana; fíjelo cuando el mercado vuelva.</translation>
    </message>
    <message>
        <source>Their values are kept in %1, not in the integration. Documents, exports, previews and logs only have their names.</source>
        <translation>Sus valores se guardan en %1, no en la integración. Documentos, exportaciones, vistas previas y registros solo tienen sus nombres.</translation>
    </message>
    <message>
        <source>It could not be read which are set: %1</source>
        <translation>No se pudo leer cuáles tienen valor: %1</translation>
    </message>
    <message>
        <source>This integration names no secret</source>
        <translation>Esta integración no nombra ningún secreto</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Sustituir</translation>
    </message>
    <message>
        <source>%1 could not be stored: %2 What you typed is still in the field.</source>
        <translation>No se pudo guardar %1: %2 Lo que escribió sigue en el campo.</translation>
    </message>
    <message>
        <source>The market is not running. What you typed is still in the field; set it when it runs again.</source>
        <translation>El mercado no está en marcha. Lo que escribió sigue en el campo; fíjelo cuando esté en marcha.</translation>
    </message>
    <message>
        <source>A value of blanks only is no secret.</source>
        <translation>Un valor solo de espacios no es un secreto.</translation>
    </message>
    <message>
        <source>Value of %1 from a file</source>
        <translation>Valor de %1 de un archivo</translation>
    </message>
    <message>
        <source>The file could not be read, is empty, or is larger than 64 KB.</source>
        <translation>No se pudo leer el archivo, está vacío o supera los 64 KB.</translation>
    </message>
    <message>
        <source>Remove for good?</source>
        <translation>¿Quitar para siempre?</translation>
    </message>
    <message>
        <source>%1 could not be removed: %2</source>
        <translation>No se pudo quitar %1: %2</translation>
    </message>
    <message>
        <source>%1 could not be shown: %2</source>
        <translation>No se pudo mostrar %1: %2</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SentDiffModel</name>
    <message>
        <source>%1 (header)</source>
        <translation>%1 (cabecera)</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>no enviado</translation>
    </message>
    <message>
        <source>no longer sent</source>
        <translation>ya no se envía</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>Igual</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Cambiado</translation>
    </message>
    <message>
        <source>Gone</source>
        <translation>Quitado</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nueva</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dónde</translation>
    </message>
    <message>
        <source>Was sent</source>
        <translation>Se envió</translation>
    </message>
    <message>
        <source>Would be sent now</source>
        <translation>Se enviaría ahora</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SentDiffView</name>
    <message>
        <source>Only differences</source>
        <translation>Solo diferencias</translation>
    </message>
    <message>
        <source>Paste a recorded request</source>
        <translation>Pegar una petición registrada</translation>
    </message>
    <message>
        <source>Difference to the request that was sent</source>
        <translation>Diferencia con la petición enviada</translation>
    </message>
    <message>
        <source>Values that differ</source>
        <translation>Valores que difieren</translation>
    </message>
    <message>
        <source>the pasted request</source>
        <translation>la petición pegada</translation>
    </message>
    <message>
        <source>Send a test, or paste a request that was sent for a lead: what differs from what would be sent now is shown here.</source>
        <translation>Envíe una prueba, o pegue una petición que se envió para un lead: aquí se muestra lo que difiere de lo que se enviaría ahora.</translation>
    </message>
    <message>
        <source>The same as %1</source>
        <translation>Igual que %1</translation>
    </message>
    <message>
        <source>One value differs from %1</source>
        <translation>Un valor difiere de %1</translation>
    </message>
    <message>
        <source>%1 values differ from %2</source>
        <translation>%1 valores difieren de %2</translation>
    </message>
    <message>
        <source>No value differs.</source>
        <translation>Ningún valor difiere.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aspecto</translation>
    </message>
    <message>
        <source>takes effect at once</source>
        <translation>se aplica al momento</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Size of text and controls</source>
        <translation>Tamaño del texto y los controles</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Tamaño del texto</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Language, from the next start on</source>
        <translation>Idioma, desde el próximo arranque</translation>
    </message>
    <message>
        <source>from the next start on</source>
        <translation>desde el próximo arranque</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>This market</source>
        <translation>Este mercado</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Espacio de trabajo</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Nodo</translation>
    </message>
    <message>
        <source>Intake address</source>
        <translation>Dirección de entrada</translation>
    </message>
    <message>
        <source>Demo key</source>
        <translation>Clave de demostración</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Base de datos</translation>
    </message>
    <message>
        <source>Commit time</source>
        <translation>Tiempo de confirmación</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zona horaria</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>Copiar %1</translation>
    </message>
    <message>
        <source>Copied to the clipboard</source>
        <translation>Copiado al portapapeles</translation>
    </message>
    <message>
        <source>Copy a first lead as cURL</source>
        <translation>Copiar un primer lead como cURL</translation>
    </message>
    <message>
        <source>About Bourse</source>
        <translation>Acerca de Bourse</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>%1, on Qt %2</source>
        <translation>%1, sobre Qt %2</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later</source>
        <translation>Licencia Pública General de GNU, versión 3 o posterior</translation>
    </message>
    <message>
        <source>Settings file</source>
        <translation>Archivo de ajustes</translation>
    </message>
    <message>
        <source>%1 (demo)</source>
        <translation>%1 (demostración)</translation>
    </message>
    <message>
        <source>no intake listens</source>
        <translation>no escucha ninguna entrada</translation>
    </message>
    <message>
        <source>%1 ms, median of the last minute</source>
        <translation>%1 ms, mediana del último minuto</translation>
    </message>
    <message>
        <source>nothing was written in the last minute</source>
        <translation>no se escribió nada en el último minuto</translation>
    </message>
    <message>
        <source>version %1, published %2</source>
        <translation>versión %1, publicada %2</translation>
    </message>
    <message>
        <source>none is published</source>
        <translation>no hay ninguna publicada</translation>
    </message>
    <message>
        <source>none; this is no demo</source>
        <translation>ninguna; esto no es una demostración</translation>
    </message>
    <message>
        <source>Copied; paste it into a terminal</source>
        <translation>Copiado; péguelo en un terminal</translation>
    </message>
    <message>
        <source>Choose colours and text size here; both take effect at once and are kept. The intake address is where suppliers post their leads, with the key of their source. The database address can be given to psql.</source>
        <translation>Elija aquí los colores y el tamaño del texto; ambos se aplican al momento y se conservan. La dirección de entrada es adonde los proveedores envían sus leads, con la clave de su origen. La dirección de la base de datos se puede dar a psql.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source> or </source>
        <translation> o </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SideRail</name>
    <message>
        <source>Show %1</source>
        <translation>Mostrar %1</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SignatureMatchBox</name>
    <message>
        <source>theirs</source>
        <translation>suyo</translation>
    </message>
    <message>
        <source>ours</source>
        <translation>nuestro</translation>
    </message>
    <message>
        <source>(ends here)</source>
        <translation>(termina aquí)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Match the buyer’s example</source>
        <translation>Comparar con el ejemplo del comprador</translation>
    </message>
    <message>
        <source>The signature in the buyer&apos;s example</source>
        <translation>La firma del ejemplo del comprador</translation>
    </message>
    <message>
        <source>Their signature</source>
        <translation>Su firma</translation>
    </message>
    <message>
        <source>The secret of the buyer&apos;s example; it is not kept</source>
        <translation>El secreto del ejemplo del comprador; no se guarda</translation>
    </message>
    <message>
        <source>The example’s secret, not kept</source>
        <translation>El secreto del ejemplo, no se guarda</translation>
    </message>
    <message>
        <source>The body of the buyer&apos;s example</source>
        <translation>El cuerpo del ejemplo del comprador</translation>
    </message>
    <message>
        <source>Their body; empty takes ours</source>
        <translation>Su cuerpo; vacío toma el nuestro</translation>
    </message>
    <message>
        <source>The timestamp of the buyer&apos;s example</source>
        <translation>La marca de tiempo del ejemplo del comprador</translation>
    </message>
    <message>
        <source>Seconds or milliseconds since 1970, 2026-05-12T14:30:01Z, or as in HTTP</source>
        <translation>Segundos o milisegundos desde 1970, 2026-05-12T14:30:01Z, o como en HTTP</translation>
    </message>
    <message>
        <source>The nonce or id of the buyer&apos;s example</source>
        <translation>El nonce o identificador del ejemplo del comprador</translation>
    </message>
    <message>
        <source>Their nonce</source>
        <translation>Su nonce</translation>
    </message>
    <message>
        <source>The string to sign, as the buyer prints it</source>
        <translation>El texto que se firma, como lo imprime el comprador</translation>
    </message>
    <message>
        <source>Their string to sign, if they print it</source>
        <translation>Su texto que se firma, si lo imprimen</translation>
    </message>
    <message>
        <source>Where the two strings to sign part</source>
        <translation>Dónde se separan los dos textos que se firman</translation>
    </message>
    <message>
        <source>Recipes that give the expected signature</source>
        <translation>Recetas que dan la firma esperada</translation>
    </message>
    <message>
        <source>Their timestamp, which is signed</source>
        <translation>Su marca de tiempo, que se firma</translation>
    </message>
    <message>
        <source>Their timestamp</source>
        <translation>Su marca de tiempo</translation>
    </message>
    <message>
        <source>Paste the signature of the buyer&apos;s example first.</source>
        <translation>Pegue primero la firma del ejemplo del comprador.</translation>
    </message>
    <message>
        <source>Their timestamp cannot be read: %1</source>
        <translation>No se puede leer su marca de tiempo: %1</translation>
    </message>
    <message>
        <source>Our string to sign differs from theirs at byte %1.</source>
        <translation>Nuestro texto que se firma difiere del suyo en el byte %1.</translation>
    </message>
    <message>
        <source>Our string to sign is theirs, byte for byte.</source>
        <translation>Nuestro texto que se firma es el suyo, byte por byte.</translation>
    </message>
    <message>
        <source>The recipe gives exactly this signature.</source>
        <translation>La receta da exactamente esta firma.</translation>
    </message>
    <message>
        <source>Differs at byte %1. Ours: %2</source>
        <translation>Difiere en el byte %1. La nuestra: %2</translation>
    </message>
    <message>
        <source>Differs.</source>
        <translation>Difiere.</translation>
    </message>
    <message>
        <source>None of %1 usual variants gives it.</source>
        <translation>Ninguna de las %1 variantes habituales la da.</translation>
    </message>
    <message>
        <source>%1 of %2 variants match:</source>
        <translation>%1 de %2 variantes encajan:</translation>
    </message>
    <message>
        <source>Use this: %1</source>
        <translation>Usar esta: %1</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SignaturePane</name>
    <message>
        <source>Signature</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>This step is not signed</source>
        <translation>Este paso no está firmado</translation>
    </message>
    <message>
        <source>Choose a recipe to begin with; every part of it can be changed.</source>
        <translation>Elija una receta para empezar; cada parte se puede cambiar.</translation>
    </message>
    <message>
        <source>Signing recipes</source>
        <translation>Recetas de firma</translation>
    </message>
    <message>
        <source>Sign with this recipe</source>
        <translation>Firmar con esta receta</translation>
    </message>
    <message>
        <source>Which signature</source>
        <translation>Qué firma</translation>
    </message>
    <message>
        <source>Remove this signature</source>
        <translation>Quitar esta firma</translation>
    </message>
    <message>
        <source>Add another signature</source>
        <translation>Añadir otra firma</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Receta</translation>
    </message>
    <message>
        <source>Match an example</source>
        <translation>Comparar un ejemplo</translation>
    </message>
    <message>
        <source>Recipe, or the buyer&apos;s example</source>
        <translation>Receta, o ejemplo del comprador</translation>
    </message>
    <message>
        <source>What is signed, with what, and where it goes (Alt+R)</source>
        <translation>Qué se firma, con qué y adónde va (Alt+R)</translation>
    </message>
    <message>
        <source>Match the buyer’s example (Alt+M)</source>
        <translation>Comparar con el ejemplo del comprador (Alt+M)</translation>
    </message>
    <message>
        <source>Sign as in the buyer&apos;s example</source>
        <translation>Firmar como en el ejemplo del comprador</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Algoritmo</translation>
    </message>
    <message>
        <source>Name of the secret</source>
        <translation>Nombre del secreto</translation>
    </message>
    <message>
        <source>How the secret is written</source>
        <translation>Cómo está escrito el secreto</translation>
    </message>
    <message>
        <source>as text</source>
        <translation>como texto</translation>
    </message>
    <message>
        <source>as hex</source>
        <translation>como hex</translation>
    </message>
    <message>
        <source>as base64</source>
        <translation>como base64</translation>
    </message>
    <message>
        <source>as base64url</source>
        <translation>como base64url</translation>
    </message>
    <message>
        <source>as whsec_…</source>
        <translation>como whsec_…</translation>
    </message>
    <message>
        <source>as PEM key</source>
        <translation>como clave PEM</translation>
    </message>
    <message>
        <source>How the signature is written</source>
        <translation>Cómo se escribe la firma</translation>
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
        <translation>&amp;Algoritmo</translation>
    </message>
    <message>
        <source>Signature &amp;written</source>
        <translation>&amp;Firma en</translation>
    </message>
    <message>
        <source>&amp;Secret</source>
        <translation>&amp;Secreto</translation>
    </message>
    <message>
        <source>Secret &amp;is written</source>
        <translation>S&amp;ecreto escrito</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Add a part</source>
        <translation>Añadir una parte</translation>
    </message>
    <message>
        <source>Parts, in order</source>
        <translation>Partes, en orden</translation>
    </message>
    <message>
        <source>What is signed, in order</source>
        <translation>Qué se firma, en orden</translation>
    </message>
    <message>
        <source>Alt+Left and Alt+Right move a part, Delete takes it away</source>
        <translation>Alt+Izquierda y Alt+Derecha mueven una parte, Supr la quita</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Cuerpo</translation>
    </message>
    <message>
        <source>Timestamp</source>
        <translation>Marca de tiempo</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Path and query</source>
        <translation>Ruta y consulta</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Consulta</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Hash of the body</source>
        <translation>Hash del cuerpo</translation>
    </message>
    <message>
        <source>Sorted parameters</source>
        <translation>Parámetros ordenados</translation>
    </message>
    <message>
        <source>Nonce</source>
        <translation>Nonce</translation>
    </message>
    <message>
        <source>New line (LF)</source>
        <translation>Línea nueva (LF)</translation>
    </message>
    <message>
        <source>New line (CRLF)</source>
        <translation>Línea nueva (CRLF)</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Write at least one character.</source>
        <translation>Escriba al menos un carácter.</translation>
    </message>
    <message>
        <source>Text…</source>
        <translation>Texto…</translation>
    </message>
    <message>
        <source>Text that is signed</source>
        <translation>Texto que se firma</translation>
    </message>
    <message>
        <source>As it stands, at the place of the part.</source>
        <translation>Tal como está, en el lugar de la parte.</translation>
    </message>
    <message>
        <source>Header…</source>
        <translation>Cabecera…</translation>
    </message>
    <message>
        <source>Header that is signed</source>
        <translation>Cabecera que se firma</translation>
    </message>
    <message>
        <source>Its name; what is signed is its value.</source>
        <translation>Su nombre; lo que se firma es su valor.</translation>
    </message>
    <message>
        <source>String to sign</source>
        <translation>Texto que se firma</translation>
    </message>
    <message>
        <source>Copy the string to sign</source>
        <translation>Copiar el texto que se firma</translation>
    </message>
    <message>
        <source>Where the signature goes</source>
        <translation>Adónde va la firma</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Cabecera</translation>
    </message>
    <message>
        <source>Query parameter</source>
        <translation>Parámetro de consulta</translation>
    </message>
    <message>
        <source>Wherever a row reads it</source>
        <translation>Donde la lea una fila</translation>
    </message>
    <message>
        <source>Name of the header, parameter or signature</source>
        <translation>Nombre de la cabecera, el parámetro o la firma</translation>
    </message>
    <message>
        <source>Text before the signature</source>
        <translation>Texto delante de la firma</translation>
    </message>
    <message>
        <source>sha256=</source>
        <translation>sha256=</translation>
    </message>
    <message>
        <source>&amp;Goes to</source>
        <translation>&amp;Va a</translation>
    </message>
    <message>
        <source>&amp;Named</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>Pre&amp;fix</source>
        <translation>&amp;Prefijo</translation>
    </message>
    <message>
        <source>Sign with %1</source>
        <translation>Firmar con %1</translation>
    </message>
    <message>
        <source>Sign with the secret %1</source>
        <translation>Firmar con el secreto %1</translation>
    </message>
    <message>
        <source>Read the secret %1</source>
        <translation>Leer el secreto %1</translation>
    </message>
    <message>
        <source>Change how the signature is written</source>
        <translation>Cambiar cómo se escribe la firma</translation>
    </message>
    <message>
        <source>Change the signature&apos;s prefix</source>
        <translation>Cambiar el prefijo de la firma</translation>
    </message>
    <message>
        <source>Move the part left</source>
        <translation>Mover la parte a la izquierda</translation>
    </message>
    <message>
        <source>Move the part right</source>
        <translation>Mover la parte a la derecha</translation>
    </message>
    <message>
        <source>Remove the part</source>
        <translation>Quitar la parte</translation>
    </message>
    <message>
        <source>Move a signed part</source>
        <translation>Mover una parte firmada</translation>
    </message>
    <message>
        <source>Signature %1</source>
        <translation>Firma %1</translation>
    </message>
    <message>
        <source>%1 bytes and secrets</source>
        <translation>%1 bytes y secretos</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 bytes</translation>
    </message>
    <message>
        <source>The signature goes to %1</source>
        <translation>La firma va a %1</translation>
    </message>
    <message>
        <source>Sign %1</source>
        <translation>Firmar %1</translation>
    </message>
    <message>
        <source>Remove a signed part</source>
        <translation>Quitar una parte firmada</translation>
    </message>
    <message>
        <source>Remove the signature</source>
        <translation>Quitar la firma</translation>
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
        <translation>Marca de tiempo, %1</translation>
    </message>
    <message>
        <source>Header %1</source>
        <translation>Cabecera %1</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Cabeceras</translation>
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
        <translation>De dónde viene el valor</translation>
    </message>
    <message>
        <source>%1 (Alt+%2)</source>
        <translation>%1 (Alt+%2)</translation>
    </message>
    <message>
        <source>Field, text or name, as the kind above says</source>
        <translation>Campo, texto o nombre, según el tipo de arriba</translation>
    </message>
    <message>
        <source>What there is to choose</source>
        <translation>Qué hay para elegir</translation>
    </message>
    <message>
        <source>Source of %1</source>
        <translation>Fuente de %1</translation>
    </message>
    <message>
        <source>Find a field of the lead</source>
        <translation>Buscar un campo del lead</translation>
    </message>
    <message>
        <source>Text that is sent as it is</source>
        <translation>Texto que se envía tal cual</translation>
    </message>
    <message>
        <source>Text with {{lead.first_name}} in it</source>
        <translation>Texto con {{lead.first_name}} dentro</translation>
    </message>
    <message>
        <source>Value that an earlier answer gave</source>
        <translation>Valor que dio una respuesta anterior</translation>
    </message>
    <message>
        <source>Name of a secret, never its value</source>
        <translation>Nombre de un secreto, nunca su valor</translation>
    </message>
    <message>
        <source>Find a variable of this document</source>
        <translation>Buscar una variable de este documento</translation>
    </message>
    <message>
        <source>Find a named value of this document</source>
        <translation>Buscar un valor con nombre de este documento</translation>
    </message>
    <message>
        <source>Find a table of this document</source>
        <translation>Buscar una tabla de este documento</translation>
    </message>
    <message>
        <source>Time, id, or part of the request</source>
        <translation>Hora, identificador o parte de la petición</translation>
    </message>
    <message>
        <source>Name of the first pair</source>
        <translation>Nombre del primer par</translation>
    </message>
    <message>
        <source>Sources in order, as JSON</source>
        <translation>Fuentes en orden, como JSON</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 entradas</translation>
    </message>
    <message>
        <source>The lead has no such field. To send this text as it is, choose Constant.</source>
        <translation>El lead no tiene ese campo. Para enviar este texto tal cual, elija Constante.</translation>
    </message>
    <message>
        <source>The document has no such variable.</source>
        <translation>El documento no tiene esa variable.</translation>
    </message>
    <message>
        <source>The document has no such named value.</source>
        <translation>El documento no tiene ese valor con nombre.</translation>
    </message>
    <message>
        <source>The document has no such table.</source>
        <translation>El documento no tiene esa tabla.</translation>
    </message>
    <message>
        <source>There is no such value.</source>
        <translation>No hay tal valor.</translation>
    </message>
    <message>
        <source>Rows as one text: name=value&amp;name=value. The pairs become rows below this one; what it has now goes into the first.</source>
        <translation>Filas como un solo texto: nombre=valor&amp;nombre=valor. Los pares pasan a ser filas debajo de esta; lo que tiene ahora va al primero.</translation>
    </message>
    <message>
        <source>Only the name stands in the document; the value stays in the keychain.</source>
        <translation>En el documento solo está el nombre; el valor queda en el llavero.</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Cambiar %1</translation>
    </message>
    <message>
        <source>Choose a value, or press Esc to leave the source as it is.</source>
        <translation>Elija un valor, o pulse Esc para dejar la fuente como está.</translation>
    </message>
    <message>
        <source>Write the sources as JSON: {&quot;first_of&quot;: [{&quot;field&quot;: &quot;mobile&quot;}, {&quot;field&quot;: &quot;phone&quot;}]}</source>
        <translation>Escriba las fuentes como JSON: {&quot;first_of&quot;: [{&quot;field&quot;: &quot;mobile&quot;}, {&quot;field&quot;: &quot;phone&quot;}]}</translation>
    </message>
</context>
<context>
    <name>bourse::gui::StartupView</name>
    <message>
        <source>Starting</source>
        <translation>Arrancando</translation>
    </message>
    <message>
        <source>Progress of the start</source>
        <translation>Progreso del arranque</translation>
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
        <translation>Estado</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Nodo</translation>
    </message>
    <message>
        <source>No intake listens</source>
        <translation>No escucha ninguna entrada</translation>
    </message>
    <message>
        <source>Intake at %1</source>
        <translation>Entrada en %1</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Base de datos</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>inactivo</translation>
    </message>
    <message>
        <source>Median commit time of the last minute
%1</source>
        <translation>Mediana del tiempo de confirmación en el último minuto
%1</translation>
    </message>
    <message>
        <source>No alerts</source>
        <translation>Sin alertas</translation>
    </message>
    <message>
        <source>1 alert</source>
        <translation>1 alerta</translation>
    </message>
    <message>
        <source>%1 alerts</source>
        <translation>%1 alertas</translation>
    </message>
    <message>
        <source>Configuration v%1 published %2</source>
        <translation>Configuración v%1 publicada %2</translation>
    </message>
    <message>
        <source>leads/s</source>
        <translation>leads/s</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>no leads</source>
        <translation>sin leads</translation>
    </message>
    <message>
        <source>Above the budget of %1 ms</source>
        <translation>Por encima del presupuesto de %1 ms</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TemplateGallery</name>
    <message>
        <source>Begin from it</source>
        <translation>Empezar con ella</translation>
    </message>
    <message>
        <source>Begin from a template</source>
        <translation>Empezar con una plantilla</translation>
    </message>
    <message>
        <source>Find a template</source>
        <translation>Buscar una plantilla</translation>
    </message>
    <message>
        <source>Find by name, format or authentication: ping XML signed</source>
        <translation>Buscar por nombre, formato o autenticación: ping XML signed</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Plantillas</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>One template</source>
        <translation>Una plantilla</translation>
    </message>
    <message>
        <source>%1 templates</source>
        <translation>%1 plantillas</translation>
    </message>
    <message>
        <source>No template has all of these words.</source>
        <translation>Ninguna plantilla tiene todas estas palabras.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TemplateModel</name>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Plantilla</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Proves who it is by</source>
        <translation>Se identifica con</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TestLeadDialog</name>
    <message>
        <source>required</source>
        <translation>obligatorio</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TestSender</name>
    <message>
        <source>The test was cancelled; the buyer may have got it.</source>
        <translation>La prueba se canceló; quizá el comprador la haya recibido.</translation>
    </message>
    <message>
        <source>The market has stopped.</source>
        <translation>El mercado se ha detenido.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ThroughputChart</name>
    <message>
        <source>Sold</source>
        <translation>Vendido</translation>
    </message>
    <message>
        <source>Unsold</source>
        <translation>Sin venta</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rechazado</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicado</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otros</translation>
    </message>
    <message>
        <source>No leads in this time yet</source>
        <translation>Aún sin leads en este tiempo</translation>
    </message>
    <message>
        <source>Throughput by outcome, leads per second</source>
        <translation>Caudal por resultado, leads por segundo</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TracePane</name>
    <message>
        <source>Select a lead to see where it went.</source>
        <translation>Elija un lead para ver adónde fue.</translation>
    </message>
    <message>
        <source>Open the newest lead</source>
        <translation>Abrir el lead más nuevo</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Trace of the lead</source>
        <translation>Traza del lead</translation>
    </message>
    <message>
        <source>Copy the lead&apos;s id</source>
        <translation>Copiar el identificador del lead</translation>
    </message>
    <message>
        <source>The lead&apos;s id is copied.</source>
        <translation>El identificador del lead está copiado.</translation>
    </message>
    <message>
        <source>Newer lead</source>
        <translation>Lead más nuevo</translation>
    </message>
    <message>
        <source>Newer lead (K)</source>
        <translation>Lead más nuevo (K)</translation>
    </message>
    <message>
        <source>Older lead</source>
        <translation>Lead anterior</translation>
    </message>
    <message>
        <source>Older lead (J)</source>
        <translation>Lead anterior (J)</translation>
    </message>
    <message>
        <source>Copy cURL</source>
        <translation>Copiar cURL</translation>
    </message>
    <message>
        <source>Copy the selected call as a curl command (C). Secrets stay {{names}}.</source>
        <translation>Copiar la llamada elegida como orden de curl (C). Los secretos quedan como {{names}}.</translation>
    </message>
    <message>
        <source>Details of the selected call and of the lead</source>
        <translation>Detalles de la llamada elegida y del lead</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Petición</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>Comprador</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>Oferta</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>Decision: every channel and what became of it</source>
        <translation>Decisión: cada canal y qué fue de él</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Decisión</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Campo</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>The lead&apos;s fields</source>
        <translation>Los campos del lead</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Detrás</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Suceso</translation>
    </message>
    <message>
        <source>The lead&apos;s history</source>
        <translation>La historia del lead</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Sucesos</translation>
    </message>
    <message>
        <source>PII masked</source>
        <translation>PII enmascarada</translation>
    </message>
    <message>
        <source>Show personal data of this lead for 30 seconds; that is logged</source>
        <translation>Mostrar los datos personales de este lead durante 30 segundos; queda registrado</translation>
    </message>
    <message>
        <source>Hide PII</source>
        <translation>Ocultar PII</translation>
    </message>
    <message>
        <source>Hide personal data</source>
        <translation>Ocultar datos personales</translation>
    </message>
    <message>
        <source>Show personal data of this lead</source>
        <translation>Mostrar los datos personales de este lead</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Omitido</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>Leyendo %1…</translation>
    </message>
    <message>
        <source>The lead could not be read.</source>
        <translation>No se pudo leer el lead.</translation>
    </message>
    <message>
        <source>Copied as a curl command, with personal data.</source>
        <translation>Copiado como orden de curl, con datos personales.</translation>
    </message>
    <message>
        <source>Copied as a curl command; personal data is masked.</source>
        <translation>Copiado como orden de curl; los datos personales están enmascarados.</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>Anular…</translation>
    </message>
    <message>
        <source>Take the sale back: it is reversed in the ledger</source>
        <translation>Anular la venta: se revierte en el libro mayor</translation>
    </message>
    <message>
        <source>Bought…</source>
        <translation>Comprado…</translation>
    </message>
    <message>
        <source>Not bought…</source>
        <translation>No comprado…</translation>
    </message>
    <message>
        <source>Nobody knows yet whether %1 bought it.</source>
        <translation>Aún nadie sabe si %1 lo compró.</translation>
    </message>
    <message>
        <source>A callback or a status may say so; if you know, decide.</source>
        <translation>Puede que lo diga un callback o un estado; si usted lo sabe, decida.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TransformCard</name>
    <message>
        <source>Remove this transform (Delete)</source>
        <translation>Quitar esta transformación (Supr)</translation>
    </message>
    <message>
        <source>%1: %2 becomes %3</source>
        <translation>%1: %2 se convierte en %3</translation>
    </message>
    <message>
        <source>%1: %2 fails. %3</source>
        <translation>%1: %2 falla. %3</translation>
    </message>
</context>
<context>
    <name>bourse::gui::TransformPicker</name>
    <message>
        <source>Add a transform</source>
        <translation>Añadir una transformación</translation>
    </message>
    <message>
        <source>Find a transform</source>
        <translation>Buscar una transformación</translation>
    </message>
    <message>
        <source>Find a transform: date, lower, yes/no, md5</source>
        <translation>Buscar una transformación: date, lower, yes/no, md5</translation>
    </message>
    <message>
        <source>Transforms</source>
        <translation>Transformaciones</translation>
    </message>
    <message>
        <source>Add a transform to %1</source>
        <translation>Añadir una transformación a %1</translation>
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
        <translation>Añadir una transformación</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Nueva</translation>
    </message>
    <message>
        <source>Add a transform (Enter)</source>
        <translation>Añadir una transformación (Intro)</translation>
    </message>
    <message>
        <source>Transforms of %1</source>
        <translation>Transformaciones de %1</translation>
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
        <translation>sin nota</translation>
    </message>
    <message>
        <source>v%1: %2</source>
        <translation>v%1: %2</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publicada</translation>
    </message>
    <message>
        <source>By</source>
        <translation>De</translation>
    </message>
</context>
<context>
    <name>bourse::gui::VersionsDialog</name>
    <message>
        <source>Against the draft</source>
        <translation>Frente al borrador</translation>
    </message>
    <message>
        <source>What it changed</source>
        <translation>Qué cambió</translation>
    </message>
    <message>
        <source>Nothing has been published yet, so there is no version to go back to.</source>
        <translation>Aún no se ha publicado nada, así que no hay versión a la que volver.</translation>
    </message>
    <message>
        <source>Restore into the draft</source>
        <translation>Restaurar en el borrador</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versiones</translation>
    </message>
    <message>
        <source>Versions, newest first</source>
        <translation>Versiones, la más nueva primero</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Qué difiere</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Reading the versions…</source>
        <translation>Leyendo las versiones…</translation>
    </message>
    <message>
        <source>The versions could not be read: %1</source>
        <translation>No se pudieron leer las versiones: %1</translation>
    </message>
    <message>
        <source>v%1</source>
        <translation>v%1</translation>
    </message>
    <message>
        <source>v%1 could not be read: %2</source>
        <translation>No se pudo leer v%1: %2</translation>
    </message>
    <message>
        <source>Reading v%1…</source>
        <translation>Leyendo v%1…</translation>
    </message>
    <message>
        <source>The first version: there is nothing before it.</source>
        <translation>La primera versión: antes no hay nada.</translation>
    </message>
    <message>
        <source>The draft is the same as this version.</source>
        <translation>El borrador es igual que esta versión.</translation>
    </message>
    <message>
        <source>Restoring it would change one thing in the draft:</source>
        <translation>Restaurarla cambiaría una cosa en el borrador:</translation>
    </message>
    <message>
        <source>Restoring it would change %1 things in the draft:</source>
        <translation>Restaurarla cambiaría %1 cosas en el borrador:</translation>
    </message>
    <message>
        <source>Nothing changed from v%1.</source>
        <translation>Nada cambió desde v%1.</translation>
    </message>
    <message>
        <source>One change from v%1:</source>
        <translation>Un cambio desde v%1:</translation>
    </message>
    <message>
        <source>%1 changes from v%2:</source>
        <translation>%1 cambios desde v%2:</translation>
    </message>
</context>
<context>
    <name>bourse::gui::WaterfallLegend</name>
    <message>
        <source>Colours: connect, TLS, wait for first byte, receive; a black line is the critical path</source>
        <translation>Colores: conexión, TLS, espera del primer byte, recepción; una línea negra es el camino crítico</translation>
    </message>
    <message>
        <source>wait</source>
        <translation>espera</translation>
    </message>
    <message>
        <source>critical path</source>
        <translation>camino crítico</translation>
    </message>
    <message>
        <source>limit reached</source>
        <translation>límite alcanzado</translation>
    </message>
</context>
<context>
    <name>bourse::gui::WaterfallView</name>
    <message>
        <source>work</source>
        <translation>trabajo</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>conexión</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>wait for first byte</source>
        <translation>espera del primer byte</translation>
    </message>
    <message>
        <source>receive</source>
        <translation>recepción</translation>
    </message>
    <message>
        <source>Calls over time</source>
        <translation>Llamadas en el tiempo</translation>
    </message>
    <message>
        <source>deadline %1</source>
        <translation>plazo %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Calls over time: %1</source>
        <translation>Llamadas en el tiempo: %1</translation>
    </message>
    <message>
        <source>from %1 to %2</source>
        <translation>de %1 a %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>on a connection that was open already</source>
        <translation>por una conexión ya abierta</translation>
    </message>
</context>
<context>
    <name>bourse::market::Market</name>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>Starting the database…</source>
        <translation>Arrancando la base de datos…</translation>
    </message>
    <message>
        <source>Bringing the database up to date…</source>
        <translation>Actualizando la base de datos…</translation>
    </message>
    <message>
        <source>Loading buyers, sources and routing…</source>
        <translation>Cargando compradores, orígenes y reparto…</translation>
    </message>
    <message>
        <source>Starting the engine…</source>
        <translation>Arrancando el motor…</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En marcha</translation>
    </message>
    <message>
        <source>Finishing leads in flight…</source>
        <translation>Terminando los leads en curso…</translation>
    </message>
    <message>
        <source>Could not start</source>
        <translation>No pudo arrancar</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 webhook messages could not be delivered.</source>
        <translation>No se pudieron entregar %1 mensajes de webhook.</translation>
    </message>
    <message>
        <source>The webhook %1 wants no more messages.</source>
        <translation>El webhook %1 no quiere más mensajes.</translation>
    </message>
</context>
<context>
    <name>bourse::workbench::CallbackEdits</name>
    <message>
        <source>our lead id</source>
        <translation>nuestro id del lead</translation>
    </message>
    <message>
        <source>our request id</source>
        <translation>nuestro id de la petición</translation>
    </message>
    <message>
        <source>the buyer&apos;s id</source>
        <translation>el id del comprador</translation>
    </message>
    <message>
        <source>, else </source>
        <translation>, si no </translation>
    </message>
    <message>
        <source>Find the lead by %1</source>
        <translation>Encontrar el lead por %1</translation>
    </message>
    <message>
        <source>Find the lead&apos;s id at %1</source>
        <translation>Buscar el id del lead en %1</translation>
    </message>
    <message>
        <source>Remove a way to find the lead</source>
        <translation>Quitar una forma de encontrar el lead</translation>
    </message>
    <message>
        <source>Move a way to find the lead</source>
        <translation>Mover una forma de encontrar el lead</translation>
    </message>
    <message>
        <source>Tell events apart by all that they say</source>
        <translation>Distinguir los eventos por todo lo que dicen</translation>
    </message>
    <message>
        <source>Tell events apart by %1</source>
        <translation>Distinguir los eventos por %1</translation>
    </message>
    <message>
        <source>Answer callbacks with %1</source>
        <translation>Responder a los callbacks con %1</translation>
    </message>
    <message>
        <source>Answer callbacks as usual</source>
        <translation>Responder a los callbacks como siempre</translation>
    </message>
</context>
<context>
    <name>bourse::workbench::EditorState</name>
    <message>
        <source>Every field, as in its example</source>
        <translation>Cada campo, como en su ejemplo</translation>
    </message>
    <message>
        <source>Only what is required</source>
        <translation>Solo lo obligatorio</translation>
    </message>
    <message>
        <source>Every field empty</source>
        <translation>Todos los campos vacíos</translation>
    </message>
    <message>
        <source>Unicode</source>
        <translation>Unicode</translation>
    </message>
    <message>
        <source>200 characters in each text</source>
        <translation>200 caracteres en cada texto</translation>
    </message>
    <message>
        <source>Quotes and markup</source>
        <translation>Comillas y marcado</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ReturnsModel</name>
    <message>
        <source>It keeps to the agreed rules.</source>
        <translation>Cumple las reglas acordadas.</translation>
    </message>
    <message>
        <source>Waits for a decision.</source>
        <translation>Espera una decisión.</translation>
    </message>
    <message>
        <source>The reason is none of those that were agreed.</source>
        <translation>El motivo no es uno de los acordados.</translation>
    </message>
    <message>
        <source>The time for returns was over.</source>
        <translation>El plazo de devolución había terminado.</translation>
    </message>
    <message>
        <source>The buyer had given back its agreed share.</source>
        <translation>El comprador ya había devuelto la parte acordada.</translation>
    </message>
    <message>
        <source>The buyer does not have this lead.</source>
        <translation>El comprador no tiene este lead.</translation>
    </message>
    <message>
        <source>The sale had been taken back before.</source>
        <translation>La venta ya se había anulado.</translation>
    </message>
    <message>
        <source>A request was waiting already.</source>
        <translation>Ya esperaba una solicitud.</translation>
    </message>
    <message>
        <source>An operator approved it.</source>
        <translation>Un operador la aprobó.</translation>
    </message>
    <message>
        <source>An operator denied it.</source>
        <translation>Un operador la denegó.</translation>
    </message>
    <message>
        <source>no reason</source>
        <translation>sin motivo</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Anulada</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>Denegada</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>by the rules</source>
        <translation>según las reglas</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>Says: %1</source>
        <translation>Dice: %1</translation>
    </message>
    <message>
        <source>No lead</source>
        <translation>Sin lead</translation>
    </message>
    <message>
        <source>Contradicts</source>
        <translation>Contradice</translation>
    </message>
    <message>
        <source>No post is known by the ids that it names.</source>
        <translation>No se conoce ningún envío con los identificadores que nombra.</translation>
    </message>
    <message>
        <source>It denies what is booked; nothing was changed.</source>
        <translation>Niega lo que está registrado; no se cambió nada.</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Recibido</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>Comprador</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Decisión</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ReturnDecisionDialog</name>
    <message>
        <source>Take this sale back</source>
        <translation>Anular esta venta</translation>
    </message>
    <message>
        <source>Take %1 sales back</source>
        <translation>Anular %1 ventas</translation>
    </message>
    <message>
        <source>Deny this return</source>
        <translation>Denegar esta devolución</translation>
    </message>
    <message>
        <source>Deny %1 returns</source>
        <translation>Denegar %1 devoluciones</translation>
    </message>
    <message>
        <source>Each line of the sale is reversed in the ledger, for the buyer and for the source. This cannot be undone.</source>
        <translation>Cada línea de la venta se revierte en el libro mayor, para el comprador y para la fuente. No se puede deshacer.</translation>
    </message>
    <message>
        <source>The sale stays as it is booked. The buyer may ask again.</source>
        <translation>La venta queda como está registrada. El comprador puede volver a pedirlo.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>What shows that it is right (may be left out)</source>
        <translation>Qué lo justifica (opcional)</translation>
    </message>
    <message>
        <source>Why it is denied</source>
        <translation>Por qué se deniega</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Motivo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Aprobar</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>Denegar</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ReturnsImportDialog</name>
    <message>
        <source>Import a table of returns</source>
        <translation>Importar una tabla de devoluciones</translation>
    </message>
    <message>
        <source>Buyer that gives the leads back</source>
        <translation>Comprador que devuelve los leads</translation>
    </message>
    <message>
        <source>&amp;Buyer</source>
        <translation>&amp;Comprador</translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation>Archivo CSV</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>Rows done</source>
        <translation>Filas hechas</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Save the result…</source>
        <translation>Guardar el resultado…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Table of returns</source>
        <translation>Tabla de devoluciones</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt);;All files (*)</source>
        <translation>Tablas (*.csv *.tsv *.txt);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>The file cannot be read: %1</source>
        <translation>No se puede leer el archivo: %1</translation>
    </message>
    <message>
        <source>The file is larger than 64 MB.</source>
        <translation>El archivo supera los 64 MB.</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 filas</translation>
    </message>
    <message>
        <source>%1 taken back</source>
        <translation>%1 anuladas</translation>
    </message>
    <message>
        <source>%1 wait</source>
        <translation>%1 en espera</translation>
    </message>
    <message>
        <source>%1 denied</source>
        <translation>%1 denegadas</translation>
    </message>
    <message>
        <source>%1 without a lead</source>
        <translation>%1 sin lead</translation>
    </message>
    <message>
        <source>%1 known before</source>
        <translation>%1 ya conocidas</translation>
    </message>
    <message>
        <source>Stopped. Rows that were done stay done; the same file can be taken again.</source>
        <translation>Detenido. Las filas hechas quedan hechas; se puede volver a usar el mismo archivo.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Result of each row</source>
        <translation>Resultado de cada fila</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tablas (*.csv)</translation>
    </message>
    <message>
        <source>The file cannot be written: %1</source>
        <translation>No se puede escribir el archivo: %1</translation>
    </message>
    <message>
        <source>A CSV file with a column lead_id (our id, the buyer&apos;s or the source&apos;s), and reason and note where there are some. A row with a disposition (funded, appointment…) is recorded and gives nothing back. Each row is judged by the buyer&apos;s terms; the same file again changes nothing.</source>
        <translation>Un archivo CSV con una columna lead_id (nuestro identificador, el del comprador o el de la fuente), y reason y note donde los haya. Una fila con disposition (funded, appointment…) se anota y no devuelve nada. Cada fila se juzga según las condiciones del comprador; el mismo archivo otra vez no cambia nada.</translation>
    </message>
    <message>
        <source>%1 recorded</source>
        <translation>%1 anotados</translation>
    </message>
</context>
<context>
    <name>bourse::gui::ReturnsPage</name>
    <message>
        <source>Returns and disputes</source>
        <translation>Devoluciones y disputas</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Devoluciones</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>Disputas</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>Qué se muestra</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Import a table of returns (Ctrl+I)</source>
        <translation>Importar una tabla de devoluciones (Ctrl+I)</translation>
    </message>
    <message>
        <source>Show the lead</source>
        <translation>Mostrar el lead</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>Denegar</translation>
    </message>
    <message>
        <source>Deny the selected returns (D)</source>
        <translation>Denegar las devoluciones seleccionadas (D)</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Aprobar</translation>
    </message>
    <message>
        <source>Take the selected sales back (A)</source>
        <translation>Anular las ventas seleccionadas (A)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Take the selected sales back</source>
        <translation>Anular las ventas seleccionadas</translation>
    </message>
    <message>
        <source>Deny the selected returns</source>
        <translation>Denegar las devoluciones seleccionadas</translation>
    </message>
    <message>
        <source>Show the lead&apos;s history</source>
        <translation>Mostrar el historial del lead</translation>
    </message>
    <message>
        <source>Import a table of returns</source>
        <translation>Importar una tabla de devoluciones</translation>
    </message>
    <message>
        <source>Leads that buyers want to give back, and callbacks that deny what is booked. What was agreed with a buyer (reasons, days, share, approval) stands in its settings; what those rules decide is decided at once, the rest waits here. Select one row or several; A takes the sales back, D denies, L or Enter shows the lead&apos;s history. Ctrl+I imports a table of returns.</source>
        <translation>Leads que los compradores quieren devolver y avisos que niegan lo registrado. Lo acordado con un comprador (motivos, días, parte, aprobación) está en sus ajustes; lo que esas reglas deciden queda decidido al momento, el resto espera aquí. Seleccione una o varias filas; A anula las ventas, D deniega, L o Intro muestra el historial del lead. Ctrl+I importa una tabla de devoluciones.</translation>
    </message>
    <message>
        <source>No callback denies what is booked.</source>
        <translation>Ningún aviso niega lo registrado.</translation>
    </message>
    <message>
        <source>No lead was given back yet.</source>
        <translation>Aún no se ha devuelto ningún lead.</translation>
    </message>
    <message>
        <source>No return waits for a decision.</source>
        <translation>Ninguna devolución espera una decisión.</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 seleccionadas</translation>
    </message>
    <message>
        <source>Select a return that waits for a decision first.</source>
        <translation>Seleccione primero una devolución en espera.</translation>
    </message>
    <message>
        <source>One return is decided.</source>
        <translation>Una devolución está decidida.</translation>
    </message>
    <message>
        <source>%1 returns are decided.</source>
        <translation>%1 devoluciones están decididas.</translation>
    </message>
    <message>
        <source>No lead is known here.</source>
        <translation>Aquí no se conoce ningún lead.</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SuppressionImportDialog</name>
    <message>
        <source>These entries and &amp;no others</source>
        <translation>Estas entradas y &amp;ninguna más</translation>
    </message>
    <message>
        <source>Import a suppression list</source>
        <translation>Importar una lista de exclusión</translation>
    </message>
    <message>
        <source>A CSV file of any size, with one person a row. It is taken wholly or not at all; rows that are no value are counted and can be saved.</source>
        <translation>Un archivo CSV de cualquier tamaño, con una persona por fila. Se toma entero o no se toma; las filas sin un valor válido se cuentan y pueden guardarse.</translation>
    </message>
    <message>
        <source>How much of the file is read</source>
        <translation>Cuánto del archivo se ha leído</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Qué resultó</translation>
    </message>
    <message>
        <source>Save the bad rows…</source>
        <translation>Guardar las filas erróneas…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Name of the list</source>
        <translation>Nombre de la lista</translation>
    </message>
    <message>
        <source>A new name, such as do_not_call, or a list that there is</source>
        <translation>Un nombre nuevo, como do_not_call, o una lista existente</translation>
    </message>
    <message>
        <source>&amp;List</source>
        <translation>&amp;Lista</translation>
    </message>
    <message>
        <source>Whom it forbids leads</source>
        <translation>A quién prohíbe leads</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Forbids leads &amp;to</source>
        <translation>Prohíbe leads &amp;a</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>Qué contiene</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Contiene</translation>
    </message>
    <message>
        <source>How they are written</source>
        <translation>Cómo están escritos</translation>
    </message>
    <message>
        <source>&amp;Written</source>
        <translation>&amp;Escritos</translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation>Archivo CSV</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>A&amp;rchivo</translation>
    </message>
    <message>
        <source>Column of the file</source>
        <translation>Columna del archivo</translation>
    </message>
    <message>
        <source>Its name or number; found by itself if left out</source>
        <translation>Su nombre o número; si falta, se encuentra sola</translation>
    </message>
    <message>
        <source>&amp;Column</source>
        <translation>&amp;Columna</translation>
    </message>
    <message>
        <source>These entries and no others</source>
        <translation>Estas entradas y ninguna más</translation>
    </message>
    <message>
        <source>What the list held before is forgotten</source>
        <translation>Lo que la lista contenía antes se olvida</translation>
    </message>
    <message>
        <source>Suppression list</source>
        <translation>Lista de exclusión</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt);;All files (*)</source>
        <translation>Tablas (*.csv *.tsv *.txt);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Stopped. The list is as it was.</source>
        <translation>Detenido. La lista está como estaba.</translation>
    </message>
    <message>
        <source>One row</source>
        <translation>Una fila</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 filas</translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>%1 nuevas</translation>
    </message>
    <message>
        <source>%1 known</source>
        <translation>%1 conocidas</translation>
    </message>
    <message>
        <source>%1 bad</source>
        <translation>%1 erróneas</translation>
    </message>
    <message>
        <source>the list has %1 now</source>
        <translation>la lista tiene ahora %1</translation>
    </message>
    <message>
        <source>The first bad row is line %1: %2</source>
        <translation>La primera fila errónea es la línea %1: %2</translation>
    </message>
    <message>
        <source>Rows that are no values</source>
        <translation>Filas sin un valor válido</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tablas (*.csv)</translation>
    </message>
    <message>
        <source>The file cannot be written: %1</source>
        <translation>No se puede escribir el archivo: %1</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SuppressionRemovalDialog</name>
    <message>
        <source>Remove the list %1</source>
        <translation>Quitar la lista %1</translation>
    </message>
    <message>
        <source>The person on it can be sold again at once. This cannot be undone, but the file can be imported again.</source>
        <translation>La persona que contiene puede venderse otra vez enseguida. No se puede deshacer, pero el archivo puede importarse de nuevo.</translation>
    </message>
    <message>
        <source>The persons of its %1 entries can be sold again at once. This cannot be undone, but the file can be imported again.</source>
        <translation>Las personas de sus %1 entradas pueden venderse otra vez enseguida. No se puede deshacer, pero el archivo puede importarse de nuevo.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SuppressionsModel</name>
    <message>
        <source>E-mail addresses</source>
        <translation>Direcciones de correo</translation>
    </message>
    <message>
        <source>Phone numbers</source>
        <translation>Números de teléfono</translation>
    </message>
    <message>
        <source>as MD5</source>
        <translation>como MD5</translation>
    </message>
    <message>
        <source>as SHA-1</source>
        <translation>como SHA-1</translation>
    </message>
    <message>
        <source>as SHA-256</source>
        <translation>como SHA-256</translation>
    </message>
    <message>
        <source>in plain text</source>
        <translation>en texto claro</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nunca</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>por %1</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Lista</translation>
    </message>
    <message>
        <source>Forbids leads to</source>
        <translation>Prohíbe leads a</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Contiene</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Entradas</translation>
    </message>
    <message>
        <source>Last import</source>
        <translation>Última importación</translation>
    </message>
</context>
<context>
    <name>bourse::gui::SuppressionsPage</name>
    <message>
        <source>Suppression lists</source>
        <translation>Listas de exclusión</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Remove the selected list with its entries (Del)</source>
        <translation>Quitar la lista elegida con sus entradas (Supr)</translation>
    </message>
    <message>
        <source>Import a list</source>
        <translation>Importar una lista</translation>
    </message>
    <message>
        <source>Import a list from a CSV file (Ctrl+I)</source>
        <translation>Importar una lista de un archivo CSV (Ctrl+I)</translation>
    </message>
    <message>
        <source>No list yet. Whoever is on one is not sold: to nobody, or not to the buyer whose list it is.</source>
        <translation>Aún no hay listas. Quien está en una no se vende: a nadie, o no al comprador de quien es la lista.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
    <message>
        <source>Import a suppression list</source>
        <translation>Importar una lista de exclusión</translation>
    </message>
    <message>
        <source>Remove the selected list</source>
        <translation>Quitar la lista elegida</translation>
    </message>
    <message>
        <source>Persons who are not to be sold. A lead whose e-mail address or phone number is on a list of everybody is not accepted; on a buyer&apos;s own list, it is not offered to that buyer. Ctrl+I imports a CSV file of any size, plain or hashed; entries are kept as keyed hashes and cannot be read back. Delete removes the selected list. Nodes go by a change within a second.</source>
        <translation>Personas que no deben venderse. Un lead cuya dirección de correo o teléfono está en una lista de todos no se acepta; en la lista de un comprador, no se ofrece a ese comprador. Ctrl+I importa un archivo CSV de cualquier tamaño, en claro o con hash; las entradas se guardan como hashes con clave y no pueden leerse de vuelta. Supr quita la lista elegida. Los nodos siguen un cambio en un segundo.</translation>
    </message>
    <message>
        <source>Select a list first.</source>
        <translation>Elija primero una lista.</translation>
    </message>
    <message>
        <source>The list %1 is removed.</source>
        <translation>La lista %1 se ha quitado.</translation>
    </message>
</context>
</TS>
