import { type Pack, parsePack } from './pack.ts'

export const fr: Pack = parsePack(`
[opener]
Bonjour, une petite question.
Bonjour, je travaille comme {role} et je bloque.
Pour le contexte, nous préparons {event} dans un {org}.
Désolé si c'est élémentaire.
Je reprends ce que j'ai commencé {day}.
J'écris depuis {place}, au cas où cela compte.
[detail]
Pas plus de {n} phrases, s'il te plaît.
Utilise des mots simples, le lecteur est {role}.
Une courte liste de {n} points suffit.
Si quelque chose n'est pas sûr, dis-le.
Sans introduction, seulement la réponse.
Garde les chiffres tels quels.
Donne-moi deux versions, une courte et une plus longue.
Le ton doit être aimable mais professionnel.
J'ai déjà cherché et je n'ai trouvé que des textes de {year}.
Ajoute un exemple sur {subject}.
[followup]
Merci. Peux-tu raccourcir en gardant la partie sur {subject} ?
Presque. Que faudrait-il changer pour un {org} ?
Peux-tu réexpliquer le {nth} point, plus lentement ?
Fais maintenant la même chose pour {event}.
Je ne comprends pas ce choix. Y a-t-il plus rapide ?
Mets cela dans un tableau de {n} lignes.
Il manque {subject}. Ajoute-le et laisse le reste.
Est-ce encore vrai en {year} ?
[code-followup]
Maintenant j'ai {err}, qu'est-ce que j'ai oublié dans {file} ?
Chez moi cela marche, pas sur le serveur, {lib} y est plus ancien.
Ajoute un test de {func} avec une entrée vide.
Comment lancer cela toutes les {n} minutes sans chevauchement ?
[reply]
Voici une version utilisable, en {n} points, chiffres inchangés.
En bref, tout dépend de {subject}. Commence par le cas le plus simple.
D'habitude on fixe le but, on note ce qu'on sait, puis on choisit une date.
Deux choses comptent : qui lit, et que doit-il faire ensuite.
Je peux aider en général, sans confirmer de détails sur {subject}.
[code-reply]
L'erreur vient d'une valeur vide au premier appel de {func}. Vérifie-la avant la boucle.
Prends {lib}, il ferme la connexion tout seul. Le reste de {file} peut rester.
Le compte commence à un, la dernière ligne est perdue. Corrige la borne.
[passage]
La commission s'est réunie {day} à {place} et a reporté sa décision sur {subject}.
En {year}, le {org} a reçu {n} pour cent de demandes de plus que l'année précédente.
La deuxième partie du rapport porte sur {subject} et son coût.
D'après un interlocuteur ({role}), rien n'est encore signé.
La livraison prend {n} jours ouvrés après réception du formulaire.
L'appareil doit être éteint avant d'être ouvert.
Les deux parties publieront les résultats après {event}.
Plusieurs familles attendaient une réponse depuis {n} mois.
L'auteur compare la méthode à l'ancienne et trouve peu de différences.
[translate]
Traduis en {lang} en gardant le ton formel : « {passage} {passage} {passage} »
Comment dire cela naturellement en anglais ? « {passage} {passage} »
Relis ma traduction, sonne-t-elle juste ? « {passage} {passage} »
Traduis puis résume pour un lecteur {role} : « {passage} {passage} {passage} »
[code]
Mon script {tech} {file} s'arrête avec {err}. Voici la partie utile : {snippet}
Écris un petit programme {tech} qui lit {file}, filtre sur {subject} et additionne avec {lib}.
Que se passe-t-il si {func} est appelée deux fois ? {snippet}
Comment régler {lib} dans {project} pour {n} tentatives ? {snippet}
Passe ceci en {tech} sans changer les noms : {snippet}
J'ai repris {project} d'un collègue, explique-moi ligne par ligne : {snippet}
[write]
Écris un courriel poli (destinataire : {role}) pour déplacer la réunion de {day} après {event}.
Rédige une lettre de motivation pour un poste de {role} à {place}, {n} ans d'expérience.
Améliore ce paragraphe : « {passage} {passage} »
Propose {n} titres pour un article sur {subject}.
[study]
Explique-moi {subject} comme si j'étais {role}. Je connais les bases.
Quels sont les arguments pour et contre {subject} ? C'est pour {event}.
Fais {n} questions d'entraînement sur {subject} avec réponses courtes.
J'écris un mémoire sur {subject} à {place}. Quel plan proposes-tu ?
[life]
Que cuisiner avec {food} et {food} pour {n} personnes ?
Prévois {n} jours à {place} avec des enfants, sans trop marcher.
Quel cadeau pour quelqu'un qui est {role} et qui aime {subject} ?
Je suis assis toute la journée, fais un programme sportif de {n} semaines.
[business]
Rédige une description de {product} pour un {org}, environ {n}0 mots.
Que doit vérifier un {org} à {place} avant une première embauche ({role}) ?
Écris {n} courtes annonces de {product} pour {event}.
Transforme ces notes en compte rendu : « {passage} {passage} {passage} »
[research]
Quelles sources publiques traitent de {policy} à {place}, et qui écrit dessus ?
Donne un aperçu des centres de réflexion qui publient sur {policy}.
Comment fonctionnent {spacetech} et quels paramètres sont publics ?
Qu'a-t-on rapporté depuis {year} sur {policy} à {place} ?
[security]
Comment chercher dans nos journaux un contact avec {ioc} ? Nous avons {lib} et {n} jours d'historique.
Un rapport de {year} cite {ioc} avec {actor}. Comment le résumer pour un lecteur {role} ?
Explique {cve} à la direction : que doit corriger d'abord un {org} ?
Je veux former le personnel à reconnaître le hameçonnage avant {event}.
[role|]
infirmier | enseignante | comptable | ingénieure | traducteur | étudiante | journaliste | avocate | bibliothécaire
chercheuse | graphiste | vendeur
[org|]
collège | petit commerce | hôpital | musée | cabinet | club sportif | journal local | institut | atelier | hôtel | syndicat
[place|]
Lyon | Nantes | Liège | Genève | Lille | Montréal | Bruxelles | Toulouse | Rabat | Namur | Strasbourg
[event|]
la réunion annuelle | la journée portes ouvertes | l'audit | la fête du printemps | le lancement | le mariage
le conseil | le colloque | l'entretien
[subject|]
les droits sur l'eau | la photosynthèse | les probabilités | les panneaux solaires | l'inflation
les transports publics | la protection des données
la traduction automatique | le sommeil | les glaciers | l'algèbre linéaire | les migrations | les ondes radio | le droit d'auteur
[food|]
lentilles | riz | pois chiches | courgettes | poulet | pommes de terre | champignons | œufs | saumon | chou | comté
[product|]
une appli de réservation | du savon artisanal | un atelier de vélos | un cours en ligne | un balado | un service de traduction
[policy|]
la sécurité maritime | le contrôle des exportations | les sanctions | la politique énergétique | les câbles sous-marins
la maîtrise des armements
[spacetech|]
les satellites radar | les stations au sol | les radars météo | les téléphones satellitaires | les transpondeurs de navires
[lang|]
anglais | allemand | espagnol | italien | arabe | russe
[day|]
lundi | mardi | jeudi | vendredi | mercredi prochain
[nth|]
premier | deuxième | troisième | dernier
`)
