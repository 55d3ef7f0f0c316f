import { type Pack, parsePack } from './pack.ts'

export const es: Pack = parsePack(`
[opener]
Hola, una pregunta rápida.
Buenos días, trabajo como {role} y estoy atascado.
Contexto: en mi {org} estamos preparando {event}.
Perdón si es algo básico.
Sigo con lo que empecé el {day}.
Escribo desde {place}, por si cambia algo.
[detail]
Que no pase de {n} frases, por favor.
Usa palabras sencillas, lo va a leer un {role}.
Me basta una lista corta con {n} puntos.
Si algo no es seguro, dilo.
Sin introducción, solo la respuesta.
Deja los números tal como están.
Dame dos versiones, una corta y otra más larga.
El tono debe ser cordial pero profesional.
Ya busqué y solo encontré cosas de {year}.
Añade un ejemplo sobre {subject}.
[followup]
Gracias. ¿Puedes acortarlo y dejar la parte sobre {subject}?
Casi. ¿Qué cambiaría si fuera para un {org}?
¿Me explicas otra vez el {nth} punto, más despacio?
Ahora haz lo mismo para {event}, por favor.
No entiendo por qué elegiste eso. ¿Hay una forma más rápida?
Ponlo en una tabla de {n} filas.
Te faltó {subject}. Agrégalo y deja el resto igual.
¿Sigue siendo válido en {year}?
[code-followup]
Ahora falla con {err}, ¿qué me falta en {file}?
En mi equipo funciona pero en el servidor no, allí {lib} tiene otra versión.
¿Puedes añadir una prueba para {func} con el caso vacío?
¿Cómo hago que corra cada {n} minutos sin que se pisen?
[reply]
Aquí tienes una versión lista para usar, con {n} puntos y los números sin cambios.
En resumen, depende de {subject}. Empieza por el caso más simple.
Lo habitual es acordar el objetivo, anotar lo que se sabe y fijar una fecha.
Importan dos cosas: quién lo lee y qué debe hacer después.
Puedo ayudar en general, aunque no puedo confirmar detalles sobre {subject}.
[code-reply]
El error viene de que el valor está vacío la primera vez que se llama a {func}. Compruébalo antes del bucle.
Usa {lib}, que cierra la conexión solo. El resto de {file} puede quedarse igual.
El índice empieza en uno y se pierde la última fila. Cambia el límite.
[passage]
La comisión se reunió el {day} en {place} y aplazó la decisión sobre {subject}.
En {year} el {org} recibió un {n} por ciento más de solicitudes que el año anterior.
La segunda parte del informe trata de {subject} y de su coste.
Según un {role}, todavía no se ha firmado nada.
La entrega tarda {n} días hábiles desde que llega el formulario.
Hay que apagar el aparato antes de abrirlo.
Las dos partes acordaron publicar los resultados después de {event}.
Varias familias llevaban {n} meses esperando respuesta.
El autor compara el método nuevo con el anterior y encuentra pocas diferencias.
[translate]
Traduce al {lang} y mantén el tono formal: «{passage} {passage} {passage}»
¿Cómo se diría esto en inglés de forma natural? «{passage} {passage}»
Revisa mi traducción, ¿suena a nativo? «{passage} {passage}»
Traduce y resume para un {role}: «{passage} {passage} {passage}»
[code]
Mi script de {tech} {file} se detiene con {err}. Esta es la parte importante: {snippet}
Escribe un programa pequeño en {tech} que lea {file}, filtre por {subject} y sume con {lib}.
¿Qué puede salir mal si se llama dos veces a {func}? {snippet}
¿Cómo configuro {lib} en {project} para que reintente {n} veces? {snippet}
Pásalo a {tech} sin cambiar los nombres: {snippet}
Heredé {project} de un compañero, explícame esto línea por línea: {snippet}
[write]
Escribe un correo amable a un {role} para mover la reunión del {day} a después de {event}.
Redacta una carta de presentación para un puesto de {role} en un {org} de {place}, con {n} años de experiencia.
Mejora este párrafo: «{passage} {passage}»
Dame {n} títulos para un artículo sobre {subject}.
[study]
Explícame {subject} como si yo fuera {role}. Recuerdo lo básico.
¿Cuáles son los argumentos a favor y en contra de {subject}? Es para {event}.
Haz {n} preguntas de práctica sobre {subject} con respuestas cortas.
Estoy escribiendo un trabajo sobre {subject} en {place}. ¿Qué esquema propones?
[life]
¿Qué puedo cocinar con {food} y {food} para {n} personas?
Organiza {n} días en {place} con niños, sin caminar demasiado.
Ayúdame a elegir un regalo para un {role} al que le gusta {subject}.
Paso el día sentado, hazme un plan de ejercicio de {n} semanas.
[business]
Redacta la descripción de {product} para un {org}, unas {n}0 palabras.
¿Qué debe revisar un {org} en {place} antes de contratar a su primer {role}?
Escribe {n} publicaciones cortas que anuncien {product} por {event}.
Convierte estas notas en un acta: «{passage} {passage} {passage}»
[research]
¿Qué fuentes públicas hablan de {policy} en {place} y quién escribe sobre ello?
Dame un panorama de los centros de estudios que publican sobre {policy}.
¿Cómo funcionan {spacetech} y qué parámetros se publican?
¿Qué se ha informado desde {year} sobre {policy} en {place}?
[security]
¿Cómo busco en los registros el contacto con {ioc}? Usamos {lib} y guardamos {n} días.
Un informe de {year} menciona {ioc} junto a {actor}. ¿Cómo lo resumo para un {role}?
Explica {cve} para dirección y qué debería parchear primero un {org}.
Quiero enseñar a la plantilla a reconocer correos falsos antes de {event}.
[role|]
enfermero | maestro | contador | ingeniero | traductor | estudiante | periodista | abogado | bibliotecario
investigador | diseñador | vendedor | editor
[org|]
colegio | negocio pequeño | hospital | museo | despacho | club deportivo | periódico local | instituto | taller | hotel | sindicato
[place|]
Madrid | Bogotá | Sevilla | Monterrey | Rosario | Valencia | Lima | Quito | Guadalajara | Bilbao | Montevideo
[event|]
la reunión anual | la auditoría | la feria de primavera | el examen final | la boda | la junta | el congreso
las elecciones | la entrevista | el taller
[subject|]
los derechos de agua | la fotosíntesis | la probabilidad | los paneles solares | la inflación | el transporte público
la protección de datos
la traducción automática | el sueño | los glaciares | las cadenas de suministro | el álgebra lineal | la migración | las ondas de radio
[food|]
lentejas | arroz | garbanzos | calabacín | pollo | patatas | setas | huevos | atún | maíz | aguacate
[product|]
una app de reservas | jabón artesanal | un taller de bicicletas | un curso en línea | muebles de jardín | un podcast
un servicio de traducción
[policy|]
seguridad marítima | control de exportaciones | sanciones | política energética | cables submarinos | control de armas
observación electoral
[spacetech|]
los satélites de radar | las estaciones terrenas | los radares meteorológicos | los teléfonos satelitales | los transpondedores de barcos
[lang|]
inglés | francés | alemán | portugués | italiano | chino | ruso
[day|]
lunes | martes | jueves | viernes | mes pasado | próximo miércoles
[nth|]
primer | segundo | tercer | último
`)
