"""The words around a trigger that tell who acts, with what, on what: folded, three languages."""

from __future__ import annotations

_TABLE = """
state army armies military troops troop soldier soldiers forces navy marines marine commandos commando gendarmes gendarmerie regiment battalion brigade brigades airforce servicemen serviceman paratroopers legionnaires peacekeepers infantry patrol ejercito militares tropas soldado soldados fuerzas infantes marina armada batallon brigada guardia armee soldat soldats troupes militaire casques forces_armees patrouille regulars jawan jawans rangers
police police policemen policeman policia policias policiers policier cops officers officer constable constables carabineros gendarmes gendarmerie gendarme riot_police antimotines crs
armed rebel rebels militant militants guerrilla guerrillas guerrilleros guerrillero insurgent insurgents fighter fighters terrorist terrorists extremist extremists subversive subversives gunman gunmen militia militias militiamen militiaman jihadist jihadists islamists islamist cartel cartels gang gangs bandits bandit attackers attacker assailants assailant hitmen mujahideen mujahidin separatists separatist paramilitaries paramilitary houthis taliban talibans mercenaries insurgency hooded masked assassins faction factions cell squad sicarios sicario pistoleros terroristas terrorista rebeldes insurgentes milicianos paramilitares encapuchados delincuentes subversivos extremistas sediciosos disidentes pandilla pandilleros rebelles terroristes terroriste djihadistes jihadistes miliciens milices milice assaillants insurges combattants hommes_armes herdsmen cultists urban_commandos drug_traffickers narcotraficantes islamistes bandidos agresores malfaiteurs atacantes
civ civilian civilians villager villagers peasant peasants student students journalist journalists reporter priest priests nun nuns mayor candidate politician woman women child children girl girls boy boys farmer farmers teacher teachers worker workers resident residents citizen citizens shopkeepers merchant businessman judge lawyer magistrate doctor doctors nurse activist activists unionist deputy minister ambassador consul bishop pastor worshippers pilgrims tourist tourists refugees traders patients elder elders councilman congressman senator governor counselor civil civiles campesino campesinos estudiante estudiantes periodista periodistas alcalde mujer mujeres nino ninos nina maestro maestros habitantes vecinos comerciante comerciantes civils paysan paysans villageois etudiant etudiants journaliste femme femmes enfant enfants habitants maire pretre commercants mototaxista ganadero ganaderos indigena indigenas missionary missionaries rector editor bystanders pedestrian pedestrians
people people persons person leader leaders driver drivers passenger passengers engineer family families man men persona personas hombre hombres lider lideres homme hommes daughter wife son brother staff employees humanitarian aid
air airplane airplanes plane planes warplane warplanes jet jets helicopter helicopters gunship gunships drone drones uav uavs chopper choppers airforce avion aviones helicoptero helicopteros dron drones avions helicoptere helicopteres aerial aereo aereos aerien aeriens airforce f16 sorties
artillery artillery mortar mortars rocket rockets missile missiles howitzer howitzers shells shell tank tanks projectiles projectile bazooka rpg katyusha grad artilleria mortero morteros cohete cohetes misil misiles rocket_launcher tanques obus roquette roquettes mortier mortiers artillerie tirs_d_artillerie canon
installation base bases outpost outposts checkpoint checkpoints barracks garrison convoy post posts camp camps convoys patrol headquarters cuartel guarnicion reten puesto caserne poste convoi
guns gunfire bullets shots rifle rifles pistol machinegun gun firearms balas tiros disparos balles rafales
weapons weapon weapons arms ammunition rifle rifles guns gun firearms firearm pistol pistols explosives explosive cache munitions bullets grenades detonators dynamite ied ieds mines landmines rockets armas municiones fusiles explosivos armamento arsenal armes munitions fusils explosifs grenade package packages bomb bombs missile missiles drone drones cylinder cylinders artefacto caletas arms_cache bomba bombas granadas minas bombe bombes obus hideout cocaine drugs narcotics projectile
property house houses home homes shop shops store stores vehicle vehicles car cars bus buses truck trucks building buildings office offices church churches mosque school schools crops villages village huts farm farms market bridge pipeline tower towers pylons station casa casas tienda tiendas vehiculo vehiculos bus buses camion camiones edificio maison maisons boutique boutiques vehicule vehicules ecole ecoles eglise commerces magasins property properties businesses supermarket bank cells hospital warehouse statue statues monument temple temples oficina oficinas locales comercios sede oleoducto torre torres tractomulas buques pont marche
area town towns village villages city cities territory territories district districts area areas neighborhood neighbourhoods positions position stronghold strongholds outpost outposts base bases hill hills bridge airport border crossing province region checkpoints checkpoint barracks localities locality fields field highway road villages hideouts countryside post posts mountain island port pueblo pueblos ciudad territorio localidad localidades posiciones aldea aldeas barrio cerro municipio zona ville villes localite localites territoire positions quartier base caserne points parts control
women women girls woman girl mujeres ninas mujer femmes filles femme
labour workers union unions employees wages salary salaries pay teachers doctors nurses staff trabajadores sindicato sindicatos salarios empleados maestros travailleurs syndicat syndicats salaires ouvriers labor labour
protesters protesters protestors demonstrators protester demonstrator manifestantes manifestants marchers manifestant manifestante
prisoners prisoner prisoners hostage hostages detainees captives captive rehen rehenes prisioneros otage otages prisonniers detenus
people_held suspect suspects members member alleged suspected leader presunto presuntos integrantes sospechoso sospechosos miembros membres presume presumes accused activists people men persons cabecilla
crowd crowd crowds mob mobs residents villagers multitud turba foule youths youth fans supporters communities community tribes tribe clans clan ethnic tribal groups
peaceful peaceful peacefully pacifica pacifico pacificamente pacifique pacifiquement silent vigil
violent_crowd stones rocks bottles tyres tires molotov molotovs barricades petrol firecrackers bricks sticks machetes piedras llantas botellas pierres pneus barricadas paves fireworks
stage launched launch carried staged conducted perpetrated mounted executed committed took place occurred happened targeted hit lanzaron lanzo perpetro perpetraron perpetrado cometido ocurrio ocurrieron registro registraron produjo produjeron realizo realizaron ocurrido lance lances perpetre perpetree mene menee commis survenu survenue vise eu_lieu visant cometieron left damaged destroyed dano danos dejo dejaron causo causaron endommage detruit fait
"""

CUES: dict[str, frozenset[str]] = {}
for _line in _TABLE.strip().splitlines():
    _cue, *_words = _line.split()
    for _word in _words:
        if "_" not in _word:
            CUES[_word] = CUES.get(_word, frozenset()) | {_cue}

NOTHING: frozenset[str] = frozenset()


def cues_of(words: list[str]) -> dict[str, int]:
    """How many words of each cue stand among `words`."""
    counts: dict[str, int] = {}
    for word in words:
        for cue in CUES.get(word, NOTHING):
            counts[cue] = counts.get(cue, 0) + 1
    return counts
