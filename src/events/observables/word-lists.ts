const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/**
 * Top-level names that count: all country codes, the generic ones in wide use (other scripts as punycode), and the reserved ones
 * that fixtures and exercises live in. `local` and `localhost` name nothing outside one's own network.
 */
export const TOP_LEVEL_DOMAINS: readonly string[] = words(`
  com net org edu gov mil int arpa info biz name pro mobi asia jobs tel travel museum coop aero cat post
  example test invalid onion
  xn--p1ai xn--fiqs8s xn--fiqz9s xn--3e0b707e xn--mgba3a4f16a xn--j1amh xn--p1acf xn--90ais xn--90a3ac xn--mgberp4a5d4ar
  xn--mgbaam7a8h xn--wgbh1c xn--h2brj9c xn--o3cw4h xn--kpry57d xn--kprw13d xn--j6w193g xn--55qx5d xn--io0a7i xn--ses554g
  xn--3ds443g xn--80adxhks xn--80aswg xn--80asehdb xn--c1avg xn--d1acj3b xn--0zwm56d xn--g6w251d xn--80akhbyknj4f
  xn--9t4b11yi5a xn--zckzah xn--hgbk6aj7f53bba xn--kgbechtv
  ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz
  ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm
  fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is
  it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm
  mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr
  ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg
  th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
  academy agency app art bar best bid blog box buzz cam capital care cash center chat city click cloud club
  codes community company computer consulting cool cyou date dev digital direct directory domains download
  email energy engineer enterprises events exchange expert express family fans finance financial fit foundation
  fun fund fyi games global gmbh gold goog google group guru health help homes host hosting house icu immo inc
  industries ink institute international investments kim land law legal life limited link live llc loan lol ltd
  market marketing media men mom money monster moscow network news ngo ninja observer one online ooo page partners
  party photo photos pics pink place plus porn press productions properties pub quest racing realty red ren rent
  report rest review reviews rip rocks run sale sbs school science security services sex shop show site skin
  social software solutions space store stream studio style support surf systems tech technology tips today
  tokyo tools top town trade trading training university uno vip wang watch webcam website wiki win work works
  world wtf xxx xyz zip zone mov
`)

/** Endings that name a file even where they are also a top-level name (py, sh, md, rs, zip). */
export const FILE_ENDINGS: readonly string[] = words(`
  py pyc pyw ipynb ps1 psm1 psd1 sh bash zsh bat cmd vbs vbe jse wsf hta exe dll sys msi msix scr cpl ocx drv elf bin
  dat img iso vhd vhdx dmg pkg deb rpm apk ipa jar war aar class so dylib ko lnk url reg inf
  doc docx docm dotm xls xlsx xlsm xlsb xll ppt pptx pptm odt ods odp rtf pdf csv tsv txt log md rst tex epub hwp hwpx
  js mjs cjs jsx ts tsx go rs java kt swift c h cc cpp cxx hpp cs vb fs php rb lua asm sql html htm aspx jsp
  json jsonl ndjson yaml yml toml ini cfg conf env xml xsd plist properties tf proto
  zip rar 7z tar gz tgz bz2 xz zst cab ace
  jpg jpeg png gif bmp svg webp ico mp3 mp4 avi mkv wav eml msg pst ost ics
  pem key crt cer pfx p12 kdbx ovpn pcap pcapng evtx dmp mdb accdb sqlite db bak tmp yar yara nse rules sigma
`)

/** Top-level names that code also uses for members: `user.name`, `self.id`. */
export const MEMBER_NAMES: readonly string[] = words(`
  name info id me is it at to in do so as no my am be by one run link date page app work email host media
  events next st io ai zone top show report review support services network group tools store stream style
  watch win space today site target plus pro int post cat direct photo photos camera city code content best
  bar box click cool fit fun fund help live money news place press quest rest sale school security social
  systems tips trade training world
`)

/** Names that code gives to objects; before a member name they make no domain. */
export const OBJECT_NAMES: readonly string[] = words(`
  self this cls super e ev event obj object user users data item items req res request response args kwargs config
  cfg row rows df np os sys console document window math string node app ctx context params props state module
  process json time re torch tf plt pd model logger log file path session client server db conn cursor result
  results record entry element el input output form field parent child root current msg message err error ex
  options opts settings env account customer order product student employee person task job page img image
  driver browser bot parser auth token tokens list dict map array arr str text line word key value val
`)
