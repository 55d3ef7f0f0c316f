import { type Pack, parsePack } from './pack.ts'

export const de: Pack = parsePack(`
[opener]
Hallo, ich habe eine kurze Frage.
Guten Tag, ich arbeite als {role} und komme nicht weiter.
Zum Hintergrund: Wir bereiten gerade {event} vor.
Entschuldigung, falls das einfach ist.
Ich mache dort weiter, wo ich am {day} aufgehört habe.
Ich schreibe aus {place}, falls das wichtig ist.
[detail]
Bitte nicht mehr als {n} Sätze.
Einfache Wörter bitte, gelesen wird es von: {role}.
Eine kurze Liste mit {n} Punkten genügt.
Wenn etwas unsicher ist, sag es bitte.
Keine Einleitung, nur das Ergebnis.
Die Zahlen sollen so bleiben, wie sie sind.
Gib mir zwei Fassungen, eine kurze und eine längere.
Der Ton soll freundlich, aber sachlich sein.
Ich habe schon gesucht und nur Material aus dem Jahr {year} gefunden.
Nimm ein Beispiel zum Thema {subject} dazu.
[followup]
Danke. Geht das kürzer, aber mit dem Teil über {subject}?
Fast. Was würde sich ändern, wenn es für {org} wäre?
Erklär bitte den {nth} Punkt noch einmal langsamer.
Jetzt bitte dasselbe, aber passend für {event}.
Ich verstehe nicht, warum du das gewählt hast. Gibt es einen schnelleren Weg?
Mach daraus eine Tabelle mit {n} Zeilen.
Das Thema {subject} fehlt noch. Der Rest kann bleiben.
Gilt das {year} noch so?
[code-followup]
Jetzt kommt {err}, was habe ich in {file} übersehen?
Bei mir läuft es, auf dem Server nicht, dort ist {lib} älter.
Schreib bitte einen Test für {func} mit leerer Eingabe.
Wie lasse ich das alle {n} Minuten laufen, ohne dass sich zwei Läufe überlappen?
[reply]
Hier ist eine Fassung zum Verwenden, {n} Punkte, Zahlen unverändert.
Kurz gesagt hängt es vom Thema {subject} ab. Fang mit dem einfachsten Fall an.
Üblich ist: Ziel festlegen, Bekanntes notieren, Termin setzen.
Zwei Dinge zählen: wer es liest und was danach zu tun ist.
Allgemein kann ich helfen, Einzelheiten zu {subject} kann ich nicht bestätigen.
[code-reply]
Der Fehler entsteht, weil der Wert beim ersten Aufruf von {func} leer ist. Prüfe ihn vor der Schleife.
Nimm {lib}, das schließt die Verbindung selbst. Der Rest von {file} kann bleiben.
Die Zählung beginnt bei eins, deshalb fehlt die letzte Zeile. Ändere die Grenze.
[passage]
Der Ausschuss tagte am {day} in {place} und vertagte die Entscheidung zum Thema {subject}.
Im Jahr {year} gingen {n} Prozent mehr Anträge ein als im Vorjahr.
Der zweite Teil des Berichts behandelt {subject} und die Kosten.
Nach Angaben aus dem Umfeld ({role}) ist noch nichts unterschrieben.
Die Lieferung dauert {n} Werktage ab Eingang des Formulars.
Vor dem Öffnen muss das Gerät ausgeschaltet werden.
Beide Seiten wollen die Ergebnisse nach dem Termin veröffentlichen.
Mehrere Familien in {place} warteten {n} Monate auf eine Antwort.
Der Autor vergleicht das neue Verfahren mit dem alten und findet wenige Unterschiede.
[translate]
Übersetze das ins {lang}e und behalte den förmlichen Ton: „{passage} {passage} {passage}“
Wie sagt man das auf Englisch natürlich? „{passage} {passage}“
Prüfe bitte meine Übersetzung, klingt sie muttersprachlich? „{passage} {passage}“
Übersetze und fasse kurz zusammen, gelesen wird es von: {role}. „{passage} {passage} {passage}“
[code]
Mein {tech}-Skript {file} bricht mit {err} ab. Das ist die Stelle: {snippet}
Schreib ein kleines Programm in {tech}, das {file} liest, nach {subject} filtert und mit {lib} summiert.
Was geht schief, wenn {func} zweimal aufgerufen wird? {snippet}
Wie stelle ich {lib} in {project} so ein, dass es {n} Versuche macht? {snippet}
Übertrage das nach {tech}, die Namen sollen bleiben: {snippet}
Ich habe {project} von einem Kollegen übernommen. Erklär mir das Zeile für Zeile: {snippet}
[write]
Schreib eine höfliche Mail (Empfänger: {role}), ob wir den Termin vom {day} verschieben können, Grund: {event}.
Entwirf ein Anschreiben für eine Stelle als {role} in {place}, {n} Jahre Erfahrung mit {subject}.
Verbessere diesen Absatz: „{passage} {passage}“
Nenne {n} Titel für einen Beitrag über {subject}.
[study]
Erkläre mir {subject}, als wäre ich {role}. Die Grundlagen kenne ich aus der Schule.
Was spricht für und gegen {subject}? Ich brauche es für {event}.
Mach {n} Übungsfragen zu {subject} mit kurzen Antworten.
Ich schreibe eine Hausarbeit über {subject} in {place}. Welche Gliederung schlägst du vor?
[life]
Was koche ich mit {food} und {food} für {n} Personen?
Plane {n} Tage in {place} mit Kindern, nicht zu viel Laufen.
Welches Geschenk passt für jemanden, der {role} ist und {subject} mag?
Ich sitze den ganzen Tag, bitte ein Trainingsplan für {n} Wochen.
[business]
Schreib eine Produktbeschreibung für {product}, Zielgruppe: {org}, etwa {n}0 Wörter.
Was sollte {org} in {place} vor der ersten Einstellung ({role}) prüfen?
Schreib {n} kurze Beiträge, die {product} ankündigen, Anlass: {event}.
Mach aus den Notizen ein Protokoll: „{passage} {passage} {passage}“
[research]
Welche offenen Quellen gibt es zu {policy} in {place}, und wer schreibt regelmäßig darüber?
Gib mir einen Überblick über Denkfabriken, die zu {policy} veröffentlichen.
Wie arbeiten {spacetech}, und welche Kennwerte sind öffentlich?
Was wurde seit {year} über {policy} in {place} berichtet?
[security]
Wie suche ich in Protokollen nach Verbindungen zu {ioc}? Wir nutzen {lib} und heben {n} Tage auf.
Ein Bericht von {year} nennt {ioc} zusammen mit {actor}. Wie fasse ich das zusammen? Leser: {role}.
Erkläre {cve} für die Leitung: Was sollte {org} zuerst aktualisieren?
Vor {event} möchte ich den Kolleginnen zeigen, woran man Phishing erkennt.
[role|]
Pflegekraft | Lehrerin | Buchhalter | Ingenieurin | Übersetzer | Studentin | Journalist | Juristin | Bibliothekar
Forscherin | Designer | Redakteurin
[org|]
eine Schule | eine kleine Firma | ein Krankenhaus | ein Museum | ein Reisebüro | eine Zeitung | ein Verein
ein Institut | eine Bäckerei | eine Kanzlei
[place|]
Leipzig | Hamburg | Graz | Basel | Köln | Dresden | Linz | Bremen | Freiburg | Luzern | Kiel | Wien
[event|]
die Jahrestagung | den Tag der offenen Tür | die Prüfung | das Frühlingsfest | die Markteinführung | die Hochzeit
den Elternabend | die Konferenz | das Audit
[subject|]
Wasserrechte | Photosynthese | Wahrscheinlichkeit | Solaranlagen | Kindergeld | Lieferketten | Datenschutz | Nahverkehr
Inflation | Musiktheorie
Gletscher | Urheberrecht | Funkwellen | lineare Algebra | maschinelle Übersetzung | Schlaf | Brückenbau
[food|]
Linsen | Reis | Kichererbsen | Zucchini | Hähnchen | Kartoffeln | Pilzen | Kohl | Eiern | Quark | Lachs
[product|]
eine Termin-App | handgemachte Seife | eine Fahrradwerkstatt | einen Onlinekurs | Gartenmöbel | einen Podcast | einen Übersetzungsdienst
[policy|]
maritimer Sicherheit | Exportkontrolle | Sanktionen | Energiepolitik | Seekabeln | Rüstungskontrolle | Raketenabwehr | Wahlbeobachtung
[spacetech|]
Radarsatelliten | Bodenstationen | Wetterradare | Satellitentelefone | Schiffstransponder | Radarhöhenmesser
[lang|]
Englisch | Französisch | Spanisch | Polnisch | Russisch | Türkisch
[day|]
Montag | Dienstag | Donnerstag | Freitag | kommenden Mittwoch
[nth|]
ersten | zweiten | dritten | letzten
`)
