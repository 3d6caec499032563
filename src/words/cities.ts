/**
 * Zones that people of Mali, of its neighbours and its diaspora, and speakers of French and Polish live in, with the names that
 * they type beside the one that IANA has: cities, exonyms, and countries that have one time. The likeliest come first.
 */
const CITIES = `
Africa/Bamako: Mali, Kayes, Koulikoro, Sikasso, Ségou, Mopti, Tombouctou, Timbuktu, Gao, Kidal, Kati, Kita, Djenné
Europe/Paris: Paryż, France, Francja, Lyon, Marseille, Marsylia, Lille, Toulouse, Tuluza, Bordeaux, Nantes, Strasbourg, Strasburg, Nice, Nicea, Montpellier, Rennes, Rouen, Le Havre, Grenoble, Montreuil
Europe/Warsaw: Warszawa, Varsovie, Poland, Pologne, Polska, Kraków, Cracow, Cracovie, Łódź, Wrocław, Poznań, Gdańsk, Gdynia, Szczecin, Lublin, Katowice, Białystok, Toruń, Rzeszów, Bydgoszcz
Africa/Abidjan: Abidżan, Côte d’Ivoire, Ivory Coast, Wybrzeże Kości Słoniowej, Yamoussoukro, Jamusukro, Bouaké
Africa/Dakar: Senegal, Sénégal, Thiès, Saint-Louis
Europe/London: Londres, Londyn, United Kingdom, Great Britain, England, Royaume-Uni, Angleterre, Wielka Brytania, Anglia, Manchester, Birmingham, Edinburgh, Édimbourg, Edynburg
America/New_York: Nowy Jork, NYC, Washington, Waszyngton, Boston, Philadelphia, Philadelphie, Filadelfia, Atlanta, Miami
America/Toronto: Montréal, Québec, Quebec City, Ottawa, Gatineau, Sherbrooke
Europe/Brussels: Bruxelles, Brussel, Bruksela, Belgium, Belgique, Belgia, Liège, Antwerp, Anvers, Antwerpia
Europe/Zurich: Zurych, Geneva, Genève, Genewa, Lausanne, Lozanna, Bern, Berne, Berno, Switzerland, Suisse, Szwajcaria
Africa/Ouagadougou: Wagadugu, Burkina Faso, Bobo-Dioulasso
Africa/Niamey: Niamej, Niger
Africa/Conakry: Konakry, Guinea, Guinée, Gwinea
Africa/Nouakchott: Nawakszut, Mauritania, Mauritanie, Mauretania
Africa/Algiers: Alger, Algier, Algeria, Algérie, Algieria, Oran, Tamanrasset
Europe/Madrid: Madryt, Barcelona, Barcelone, Valencia, Valence, Walencja
Europe/Rome: Roma, Rzym, Milan, Milano, Mediolan, Italy, Italie, Włochy
Europe/Berlin: Germany, Allemagne, Niemcy, Munich, Monachium, München, Hamburg, Hambourg, Frankfurt, Francfort, Cologne, Köln, Kolonia
America/Chicago: Houston, Dallas
America/Los_Angeles: San Francisco, Seattle, San Diego
Africa/Casablanca: Morocco, Maroc, Maroko, Rabat, Marrakech, Marrakesz, Tangier, Tanger
Africa/Tunis: Tunisia, Tunisie, Tunezja
Africa/Tripoli: Trypolis, Libya, Libye, Libia
Africa/Cairo: Le Caire, Kair, Egypt, Égypte, Egipt, Alexandria, Alexandrie, Aleksandria
Africa/Accra: Akra, Ghana
Africa/Lome: Togo
Africa/Porto-Novo: Cotonou, Kotonu, Benin, Bénin
Africa/Lagos: Abuja, Abudża, Nigeria, Kano
Africa/Douala: Duala, Yaoundé, Jaunde, Cameroon, Cameroun, Kamerun
Africa/Libreville: Gabon
Africa/Malabo: Bata, Equatorial Guinea, Guinée équatoriale, Gwinea Równikowa
Africa/Brazzaville: Congo-Brazzaville, Pointe-Noire
Africa/Kinshasa: Kinszasa
Africa/Luanda: Angola
Africa/Banjul: Bandżul, Gambia, Gambie
Africa/Bissau: Guinea-Bissau, Guinée-Bissau, Gwinea Bissau
Africa/Freetown: Sierra Leone
Africa/Monrovia: Monrowia, Liberia, Libéria
Africa/Ndjamena: N’Djamena, Ndżamena, Chad, Tchad, Czad
Africa/Addis_Ababa: Addis Abeba, Addis-Abeba, Ethiopia, Éthiopie, Etiopia
Africa/Nairobi: Kenya, Kenia
Africa/Khartoum: Chartum
Africa/Johannesburg: Cape Town, Le Cap, Kapsztad, Pretoria, Durban, South Africa, Afrique du Sud, RPA
Indian/Reunion: La Réunion, Saint-Denis de la Réunion
Indian/Mayotte: Mamoudzou
America/Martinique: Fort-de-France, Martynika
America/Guadeloupe: Pointe-à-Pitre, Gwadelupa
America/Cayenne: Guyane, French Guiana, Gujana Francuska
America/Port-au-Prince: Haiti, Haïti
Pacific/Noumea: Nouméa, Nouvelle-Calédonie, New Caledonia, Nowa Kaledonia
Pacific/Tahiti: Papeete
Europe/Luxembourg: Luksemburg
Europe/Amsterdam: Netherlands, Pays-Bas, Holandia, Rotterdam, The Hague, La Haye, Haga
Europe/Lisbon: Lisboa, Lisbonne, Lizbona, Porto
Europe/Vienna: Wien, Vienne, Wiedeń, Austria, Autriche
Europe/Prague: Praha, Praga, Czechia, Tchéquie, Czechy
Europe/Bratislava: Bratysława, Slovakia, Slovaquie, Słowacja
Europe/Budapest: Budapeszt, Hungary, Hongrie, Węgry
Europe/Bucharest: Bucarest, Bukareszt, Romania, Roumanie, Rumunia
Europe/Copenhagen: København, Copenhague, Kopenhaga
Europe/Stockholm: Sztokholm, Sweden, Suède, Szwecja
Europe/Oslo: Norway, Norvège, Norwegia
Europe/Helsinki: Finland, Finlande, Finlandia
Europe/Dublin: Ireland, Irlande, Irlandia
Europe/Athens: Athènes, Ateny, Greece, Grèce, Grecja
Europe/Vilnius: Wilno, Lithuania, Lituanie, Litwa
Europe/Riga: Ryga, Latvia, Lettonie, Łotwa
Europe/Minsk: Mińsk, Belarus, Biélorussie, Białoruś
Europe/Kyiv: Kiev, Kijów, Ukraine, Ukraina, Lviv, Lwów
Europe/Moscow: Moscou, Moskwa, Saint Petersburg, Saint-Pétersbourg, Sankt Petersburg
Europe/Istanbul: Stambuł, Ankara, Turkey, Turquie, Turcja
Asia/Jerusalem: Jérusalem, Jerozolima, Tel Aviv
Asia/Beirut: Beyrouth, Bejrut, Lebanon, Liban
Asia/Riyadh: Riyad, Rijad, Jeddah, Djeddah, Dżudda, Mecca, La Mecque, Mekka, Saudi Arabia, Arabie saoudite, Arabia Saudyjska
Asia/Dubai: Dubaï, Dubaj, Abu Dhabi, Abou Dabi, Abu Zabi
Asia/Tehran: Téhéran, Teheran
Asia/Baghdad: Bagdad
Asia/Damascus: Damas, Damaszek
Asia/Kolkata: Calcutta, Kalkuta, New Delhi, Delhi, Mumbai, Bombay, India, Inde, Indie
Asia/Kathmandu: Katmandou, Katmandu, Nepal, Népal
Asia/Shanghai: Szanghaj, Beijing, Pékin, Pekin, Guangzhou, Canton, China, Chine, Chiny
Asia/Tokyo: Tokio, Japan, Japon, Japonia
Asia/Seoul: Séoul, Seul
Asia/Singapore: Singapour, Singapur
America/Mexico_City: Mexico, Meksyk
America/Havana: La Habana, La Havane, Hawana, Cuba, Kuba
America/Sao_Paulo: São Paulo, Rio de Janeiro, Brasília
America/Denver: Salt Lake City
UTC: UTC, GMT, Greenwich
`

/** Zones that Node lists under a name that IANA has given up, and the name of today. */
const RENAMED = `
Africa/Asmera Africa/Asmara
America/Buenos_Aires America/Argentina/Buenos_Aires
America/Catamarca America/Argentina/Catamarca
America/Cordoba America/Argentina/Cordoba
America/Jujuy America/Argentina/Jujuy
America/Mendoza America/Argentina/Mendoza
America/Coral_Harbour America/Atikokan
America/Godthab America/Nuuk
America/Indianapolis America/Indiana/Indianapolis
America/Louisville America/Kentucky/Louisville
Asia/Calcutta Asia/Kolkata
Asia/Katmandu Asia/Kathmandu
Asia/Rangoon Asia/Yangon
Asia/Saigon Asia/Ho_Chi_Minh
Atlantic/Faeroe Atlantic/Faroe
Europe/Kiev Europe/Kyiv
Pacific/Enderbury Pacific/Kanton
Pacific/Ponape Pacific/Pohnpei
Pacific/Truk Pacific/Chuuk
`

const rows = (table: string): readonly string[] => table.trim().split('\n')

/** The other names of each zone, in the order in which zones are offered. */
export const CITY_NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  rows(CITIES).map((row) => {
    const [zone = '', names = ''] = row.split(': ')
    return [zone, names.split(', ')]
  }),
)

/** The name of today of a zone that was renamed. */
export const RENAMED_ZONES: ReadonlyMap<string, string> = new Map(rows(RENAMED).map((row) => row.split(' ') as [string, string]))
