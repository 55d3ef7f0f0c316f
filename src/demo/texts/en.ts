import { type Pack, parsePack } from './pack.ts'

export const en: Pack = parsePack(`
[opener]
Hi, quick question.
Hello! I work as a {role} and I am stuck.
I am a {role} in {place}.
Background: our team at a {org} is preparing {event}.
Sorry if this is basic.
Picking this up again from {day}.
My manager wants this before {event}.
I have about {n} minutes for this, so bear with me.
Some context first: this is for {event}.
Second attempt, the first one got lost.
[detail]
Please keep it under {n} sentences.
Use plain words, the reader is a {role}.
A short bullet list with {n} points is enough.
Explain the reasoning as you go.
No introduction, just the answer.
If something is uncertain, say so.
The tone should be friendly but professional.
It will be read by people in {place}.
Give me two versions, one short and one longer.
I already tried searching and only found things from {year}.
Keep the numbers exactly as they are.
There are {n} pages at most, and it is due before {event}.
Last time the answer was too long for a {org}.
Add one example that concerns {subject}.
[followup]
Thanks. Can you make it shorter and keep the part about {subject}?
That is close. What would change if it were for a {org} instead?
Could you explain the {nth} point again, a bit slower?
Now do the same for {event}, please.
I do not understand why you chose that. Is there another way that costs less time?
Good. Please rewrite it so that a {role} could use it on {day}.
One more thing: how would this look in {place}?
Put that into a table with {n} rows.
You left out {subject}. Add it, and keep the rest as it was.
Is this still right for {year}?
[code-followup]
Now it fails with {err}, what did I miss in {file}?
It works on my machine but not on the server, {lib} is at another version there.
Can you add a test for {func} that covers the empty case?
Please split {func} into smaller parts and keep the behaviour.
How do I make this run every {n} minutes without overlapping?
The loop is slow with {n}000 rows. Where would you start?
[reply]
Here is a version you can use. I kept it to {n} points and left the numbers untouched.
In short: it depends on {subject}. Start with the simplest case, check it, then go on.
Sure. For a {org}, the usual order is to agree on the goal, list what is known, and set a date.
The main difference is in how {subject} is treated; everything else follows from that.
I would do it in {n} steps and keep a note of what changed at each.
Two things matter here: who reads it, and what they should do afterwards.
I can help with that in general terms, though I cannot confirm details about {subject}.
[code-reply]
The error comes from the value being empty when {func} is first called. Check it before the loop.
Use {lib} for this; it already closes the connection. The rest of {file} can stay as it is.
The index starts at one here, so the last row is skipped. Change the bound and it passes.
Move the setting out of {file} into the environment and read it once.
[refuse]
I cannot help with that, but I can explain how defenders notice it and how to stay within the law.
I am not able to assist with this request. If this is an authorised exercise, your provider can advise.
[passage]
The committee met on {day} in {place} and put off the decision about {subject}.
In {year} the {org} reported {n} percent more requests than in the year before.
Residents were asked to send their comments before {event}.
The second part of the report deals with {subject} and its cost.
According to the {role}, nothing has been signed yet.
Delivery takes {n} working days once the form has reached the office.
The device must be switched off before it is opened.
Both sides agreed to publish the results after {event}.
Several families in {place} had waited {n} months for an answer.
The author compares {subject} with an older method and finds few differences.
[translate]
Translate this into {lang}, keep the formal tone: "{passage} {passage} {passage}"
What would be a natural way to say this in {lang}? "{passage}"
Please check my translation from {lang}. Mine reads: "{passage} {passage}" Does it sound like a native wrote it?
Translate from {lang} and give a short summary for a {role}: "{passage} {passage} {passage} {passage}"
I need subtitles in {lang} for these lines: "{passage} {passage}"
[code]
My {tech} script {file} stops with {err}. Here is the part that matters: {snippet}
Write a small {tech} program that reads {file}, keeps the rows about {subject} and writes a summary.
Review this and tell me what could go wrong when {func} is called twice: {snippet}
How do I configure {lib} in {project} so that it retries {n} times? Current code: {snippet}
Convert this to {tech}, please, and keep the names: {snippet}
What is a good regular expression for lines like the ones in {file}? I use {tech} and {lib}.
I am building {project}, a small tool for a {org}. Where would you put {func}? {snippet}
Explain this snippet line by line, I took over {project} from a colleague: {snippet}
[write]
Write a polite e-mail to a {role} asking to move our meeting from {day} to after {event}.
Draft a cover letter for a {role} position at a {org} in {place}. I have {n} years of experience with {subject}.
Improve this paragraph: "{passage} {passage}"
Give me {n} titles for a blog post about {subject} that a {role} would click on.
Write a short speech for {event}, warm, not too funny, about {n} minutes.
Rewrite this complaint so that it is firm but fair: "{passage} {passage}"
[study]
Explain {subject} to me as if I were a {role}. I know the basics from school.
What are the main arguments for and against {subject}? I have to present it at {event}.
Make {n} practice questions about {subject} with short answers.
I am writing a seminar paper about {subject} in {place}. Which outline would you suggest?
Summarise this for my notes: "{passage} {passage} {passage}"
What is the difference between {subject} and {subject}? Our teacher mixed them up.
[life]
What can I cook with {food} and {food} for {n} people tonight?
Plan {n} days in {place} with children, not too much walking, and one rainy-day idea.
My neighbour plays music late. How do I bring it up kindly before {event}?
Suggest a training plan for {n} weeks, I am a {role} and sit all day.
Which plants survive on a dark balcony in {place}?
Help me choose a present for a {role} who likes {food} and {subject}.
[business]
Draft a product description for {product}, aimed at a {org}, about {n}0 words.
What should a {org} in {place} check before it hires a first {role}?
Write {n} short posts announcing {product} for {event}.
Compare two pricing models for {product}: monthly, and by use. Our customers are mostly a {org}.
Turn these notes into minutes: "{passage} {passage} {passage}"
Make a checklist for {event}, with an owner for each point.
[research]
Which public sources describe {policy} in {place}, and who writes about it regularly?
Give me an overview of the think tanks that publish on {policy}, with the names of their programmes.
How do commercial {spacetech} work, and which parameters are published in the open literature?
Summarise what is publicly known about {agency} and how it is organised.
What has been reported since {year} about relations between {place} and its neighbours on {policy}?
List conferences on {policy} and {spacetech} in {year}, with organisers.
Which companies supply {spacetech} to a {org}, as far as annual reports tell?
Translate this technical abstract on {spacetech} into {lang} and explain the terms: "{passage} {passage}"
[security]
How do I search our logs for contact with {ioc}? We run {lib} and keep {n} days.
A report from {year} mentions {ioc} together with {actor}. How would you summarise that for a {role}?
What does a phishing message to a {org} typically look like, so that I can train our people before {event}?
Write a detection rule for scheduled tasks that start {tool} at sign-in; we see false alarms from {lib}.
Explain {cve} for a management audience, and what a {org} should patch first.
We saw {ioc} in a proxy log at {n} o'clock. What would you check next, and what do we tell the {role}?
How do malware analysts unpack a sample that uses {lib}? This is for a course on reverse engineering.
Is {ioc} still attributed to {actor}? I am fact-checking an article for a {org}.
[role|]
nurse | teacher | accountant | project manager | designer | electrician | student | translator | journalist | librarian | shop owner
lawyer | pharmacist | sales assistant | recruiter | civil engineer | researcher | editor | social worker | farmer | pilot | volunteer
[org|]
school | small company | city library | sports club | hospital | museum | regional newspaper | charity | university department
travel agency | bakery | housing association | software firm | public agency | research institute | law office | logistics firm
[place|]
Leeds | Ohio | Nairobi | Toronto | Lagos | Melbourne | Singapore | Lisbon | Warsaw | Taipei | Ulaanbaatar | Kathmandu | Hanoi | Oslo
the Baltic states | Texas | Kuala Lumpur | Wales | Athens | Dubai | Seoul | Bangkok | Vienna | Cape Town | Manila
[event|]
the annual meeting | the open day | an audit | the spring fair | our product launch | the exam week | a wedding | the board review
the conference | the school trip | the quarterly report | the elections | a job interview | the workshop | the anniversary
[subject|]
water rights | photosynthesis | probability | the printing press | solar panels | child benefits | supply chains | medieval trade
linear algebra | public transport | data protection | local elections | soil health | music theory | machine translation | inflation
bridge design | antibiotics | home insurance | migration | glaciers | copyright | radio waves | sleep | cheese making | satellites
[food|]
lentils | rice | chickpeas | courgettes | leftover chicken | tofu | potatoes | mushrooms | salmon | cabbage | eggs | oats | dates
[product|]
a booking app | handmade soap | a bicycle repair service | an online course | a budgeting tool | reusable bottles | a chess club
a translation service | garden furniture | a scheduling plug-in | a podcast | a meal plan
[policy|]
maritime security | export controls | nuclear talks | regional defence cooperation | sanctions | semiconductor policy | arms control
border disputes | undersea cables | energy security | election monitoring | missile defence | space policy | grain exports
[spacetech|]
synthetic aperture radar satellites | satellite ground stations | geostationary communication links | radar altimeters
maritime transponders | satellite telephone protocols | weather radar imaging | small launchers | star trackers
[agency|]
the national cyber security centre | the ministry of defence | the foreign intelligence service | the space agency | the coast guard
the election commission | the export control office | the signals intelligence agency
[lang|]
German | French | Spanish | Korean | Japanese | Arabic | Russian | Chinese | Portuguese | Turkish | Polish | Hindi | Persian | Thai
[day|]
Monday | Tuesday | Wednesday | Thursday | Friday | next week | tomorrow | the end of the month | last month
[nth|]
first | second | third | last
`)
