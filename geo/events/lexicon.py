"""The words that tell of an event: families of triggers in English, Spanish and French, folded.

A form says how far a word alone can be trusted. "past" tells what happened or what was done to
somebody ("exploded", "was killed"), "ing" goes with it, "base" may be a wish, a plan or a noun,
"noun" names one event ("explosion") and "nouns" several or none in particular ("attacks").
Spanish and French verbs stand in the forms that news uses: preterite, perfect, participle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["past", "ing", "base", "noun", "nouns"]

_TABLE = """
kill past killed murdered assassinated massacred executed slain slaughtered beheaded stabbed hacked strangled decapitated shot_dead shot_and_killed gunned_down shot_to_death hacked_to_death beaten_to_death stabbed_to_death burned_to_death put_to_death slew riddled
kill past mato mataron asesino asesinaron masacro masacraron ejecuto ejecutaron degollo acribillo acribillaron acribillado acribillados asesinado asesinada asesinados asesinadas ejecutado ejecutados decapitado decapitados masacrados ultimado ultimados abatio apunalo apunalado muerto_a_tiros muertos_a_tiros dio_muerte dieron_muerte
kill past tue tues tuee tuees abattu abattus assassine assassines assassinee massacres massacre_des execute executes egorge egorges decapite decapites poignarde ont_tue a_tue
dead past died perished murio murieron fallecio fallecieron perecieron perdio_la_vida perdieron_la_vida sont_morts est_mort est_morte ont_peri ont_trouve_la_mort
kill ing killing murdering slaying executing massacring slaughtering beheading matando asesinando tuant
kill base kill murder kills murders assassinate matar asesinar tuer asesina mata
kill noun assassination massacre execution slaying beheading homicide slaughter killing asesinato homicidio masacre matanza ejecucion assassinat meurtre tuerie femicide magnicidio decapitation
kill nouns killings murders assassinations massacres executions asesinatos homicidios masacres ejecuciones assassinats meurtres tueries
dead noun dead death deaths lives muerto muertos muerte muertes mort morts deces corpse corpses body bodies cadaver cadaveres cadavre cadavres victims victimas victimes
hurt past wounded injured hurt maimed herido heridos herida heridas blesse blesses blessee blessees lesionados lesionado
hurt ing wounding injuring hiriendo blessant
shoot past opened_fire shot fired_on fired_at fired_shots sprayed machinegunned machine_gunned strafed abrio_fuego abrieron_fuego dispararon disparo_contra dispararon_contra ametrallaron ametrallo balearon baleado tirotearon a_tire ont_tire ont_ouvert_le_feu a_ouvert_le_feu
shoot ing opening_fire shooting firing disparando tirant
shoot noun shooting shootings tiroteo balacera fusillade drive_by mass_shooting
attack past attacked assaulted stormed raided ambushed struck assailed besieged invaded attaque_par ataco atacaron asalto_a asaltaron embosco emboscaron irrumpieron atacado atacados atacada atacadas emboscados ont_attaque a_attaque attaques_par attaquee_par
attack ing attacking storming raiding ambushing striking atacando attaquant
attack base attack raid storm strike assault atacar attaquer
attack noun assault raid ambush attempt ataque atentado asalto emboscada attaque attentat assaut embuscade incursion incursion_armee offensive ofensiva
attack nouns attacks raids assaults ambushes strikes ataques atentados attaques attentats assauts embuscades incursions
bomb past exploded detonated blew_up blown_up bombed dynamited went_off set_off exploto exploso estallo estallaron explotaron detono detonaron dinamitaron dinamito volaron hizo_explosion hicieron_explosion explosado a_explose ont_explose explose saute plante_une_bombe
bomb ing detonating exploding bombing
bomb noun explosion blast bombing bomb detonation bombe bomba explosivo car_bomb coche_bomba carro_bomba voiture_piegee vehicule_piege ied roadside_bomb landmine mine mina mina_antipersona dynamite dinamita petardo artefacto_explosivo explosive_device engin_explosif eei engin_improvise booby_trap explosive_charge
bomb nouns explosions blasts bombings bombs ieds landmines mines minas bombas explosiones bombes explosives explosivos explosifs
air past bombarded airstruck bombardeo bombardearon bombardeado bombardeados ont_bombarde a_bombarde bombarde bombardes
air noun airstrike air_strike air_raid airraid drone_strike drone_attack aerial_bombardment air_attack aerial_attack airstrikes air_strikes air_raids drone_strikes drone_attacks ataque_aereo ataques_aereos bombardeo_aereo bombardeos_aereos ataque_con_drones ataque_con_dron frappe_aerienne frappes_aeriennes frappe_de_drone frappes_de_drones frappe_de_drones raid_aerien raids_aeriens attaque_de_drone attaque_de_drones attaques_de_drones aerial_bombing bombing_raid bombing_raids barrel_bomb barrel_bombs bombardement_aerien bombardements_aeriens missile_drone combat_sorties
air noun strike frappe
air nouns frappes
suicide noun suicide_bomber suicide_bombers suicide_bombing suicide_bombings suicide_attack suicide_attacks suicide_bomb suicide_bombs suicide_blast suicide_car_bomb suicide_car suicide_vehicle suicide_vest svbied atentado_suicida ataque_suicida terrorista_suicida atacante_suicida attentat_suicide attaque_suicide kamikaze kamikazes attentats_suicides coche_bomba_suicida blew_himself_up blew_themselves_up blew_herself_up blowing_himself_up blowing_themselves_up se_inmolo s_est_fait_exploser se_hizo_explotar explosive_vest suicide_truck
shell past shelled mortared canonearon pilonne pilonnes a_pilonne ont_pilonne
shell past pounded rained_down
shell ing shelling pilonnant pounding
fire past hit fired launched landed slammed hurled lanzaron dispararon_cohetes
fire base fire
shell noun shelling shellfire mortar_attack rocket_attack missile_attack artillery_fire mortar_fire rocket_fire artillery_attack barrage missile_strike missile_strikes bombardment bombardement bombardements bombardeo bombardeos tirs_de_mortier tirs_d_artillerie tir_de_roquette tirs_de_roquettes fuego_de_artilleria fuego_de_mortero ataque_con_misiles ataque_con_cohetes canoneo pilonnage pilonnages rocket_attacks mortar_attacks artillery_barrage artillery_shelling
grenade noun grenade grenades hand_grenade granada granadas granada_de_mano
chem noun chemical_attack gas_attack chemical_weapon chemical_weapons chlorine sarin mustard_gas nerve_agent toxic_gas poison_gas poisonous_gas poisonous_gases toxic_gases arma_quimica armas_quimicas ataque_quimico arme_chimique armes_chimiques attaque_chimique cloro gaz_toxique gas_toxico chlore phosphorus_gas
clash past clashed battled skirmished fought engaged repelled repulsed exchanged_fire traded_fire exchanged_gunfire se_enfrentaron combatieron chocaron repelieron repelio se_sont_affrontes ont_affronte ont_repousse a_repousse affrontes
clash ing clashing fighting battling
clash noun clash firefight gunfight gunbattle gun_battle skirmish shootout shoot_out battle combat crossfire fire_exchange exchange_of_fire exchange_of_gunfire enfrentamiento combate choque escaramuza affrontement accrochage echange_de_tirs fusillade_entre intercambio_de_disparos refriega
clash nouns clashes gunbattles gun_battles skirmishes battles hostilities enfrentamientos combates choques affrontements accrochages combats gunfights firefights
abduct past kidnapped abducted hijacked seized_hostages took_hostage taken_hostage taken_hostages took_hostages held_hostage forcibly_disappeared whisked_away secuestro_a secuestro_al secuestraron secuestrado secuestrada secuestrados secuestradas plagiado plagiados rapto raptaron raptado enleve enleves enlevee enlevees kidnappe kidnappes pris_en_otage ont_enleve a_enleve
abduct ing kidnapping abducting secuestrando enlevant
abduct noun kidnapping abduction hostage_taking enforced_disappearance forced_disappearance secuestro plagio rapto desaparicion_forzada enlevement kidnapping prise_d_otages disparition_forcee hijacking
abduct nouns kidnappings abductions hostages secuestros enlevements rehenes otages
sexual past raped molested gang_raped sexually_assaulted sexually_abused violo violaron violada violadas viole violee violees ont_viole
sexual ing raping
sexual noun rape gang_rape sexual_assault sexual_violence sexual_abuse sexually rapes rape_cases violacion violaciones viol viols violence_sexuelle violences_sexuelles agresion_sexual abuso_sexual molestation
harm past beaten tortured assaulted manhandled lynched beat_up mistreated thrashed golpeado golpeados golpeo golpearon torturado torturados torturaron agredido agredidos agredio agredieron battu battus torture tortures tabasse agresse agresses roughed_up abused
harm ing beating torturing
harm noun beating torture paliza agresion agression
protest past protested demonstrated rallied marched picketed protesto protestaron marcharon marcho manifestaron se_manifestaron ont_manifeste ont_defile a_manifeste took_to_the_streets took_to_streets salieron_a_las_calles sont_descendus_dans_la_rue se_concentraron se_sont_rassembles
protest ing protesting demonstrating rallying marching chanting
protest past staged_a_protest staged_protests gathered_to blocked_roads blocked_streets
protest noun walkouts school_walkouts protest demonstration rally march sit_in vigil picket strike_by general_strike protest_march protest_rally manifestacion protesta marcha planton huelga paro manifestation rassemblement marche greve hunger_strike concentracion mobilisation movilizacion cacerolazo roadblock human_chain walkout
protest nouns protests demonstrations rallies marches protesters demonstrators manifestantes manifestants strikers protestas manifestaciones marchas manifestations sit_ins protestors activists_marched huelguistas grevistes agitators
assemble past gathered assembled blocked chanted congregated defied se_reunieron bloquearon
riot past rioted se_amotinaron erected_barricades burned_tyres burned_tires burnt_tyres hurled_stones threw_stones pelted pelting stone_throwing threw_rocks hurling_stones throwing_stones jets_de_pierres lanzaron_piedras ont_jete_des_pierres apedrearon vandalised_by
riot noun riot rioting rioters riots mutiny disturbios motin emeute emeutes emeutiers amotinados alborotadores stones_at molotov molotov_cocktails petrol_bombs molotovs bombas_molotov cocktails_molotov barricades barricadas violent_protest violent_protests
mob noun mob lynching lynch mob_justice mob_attack vigilantes vigilante angry_residents angry_crowd linchamiento linchado turba lynchage lynche foule_en_colere communal_violence communal_clash communal_clashes communal_riots communal_tension ethnic_clashes sectarian_clashes villagers_clashed rival_groups rival_fans two_groups two_communities vecinos_enfurecidos justicia_popular
loot past looted stole stolen torched burned burnt ransacked vandalized vandalised set_fire set_ablaze set_on_fire set_alight razed robbed plundered demolished defaced saqueo saquearon quemo quemaron incendio_un incendiaron incendiado incendiados robaron asaltaron_un destruyeron quemado quemados vandalizaron pille pilles incendie incendies brule brules saccage saccages ont_incendie ont_brule ont_pille reduced_to_ashes wrecked blown_apart toppled
loot ing looting torching burning ransacking vandalizing vandalising plundering saqueando quemando incendiant pillant
loot noun arson looting vandalism robbery sabotage saqueo incendio_provocado robo pillage pillages incendie_criminel saqueos wanton_destruction destruction_of_property
loot nouns robberies
arrest past jailed imprisoned arrested detained apprehended nabbed rounded_up captured_alive taken_into_custody placed_under_arrest arresto arrestaron detuvo detuvieron detenido detenidos detenida capturo_a capturaron_a arrete arretes arretee interpelle interpelles ont_arrete a_arrete apresaron apresado capturado capturados intercepted_on remanded
arrest ing arresting detaining
arrest base detain detains arrests
arrest noun arrest detention arresto detencion captura arrestation interpellation arrests detentions detenciones arrestations capturas roundup mass_arrests custody crackdown
weapons past seized found destroyed cleared stash confiscated defused intercepted thwarted foiled disarmed dismantled recovered neutralized neutralised deactivated decomisaron decomiso incauto incautaron desactivo desactivaron frustro frustraron desarticulo desarticularon interceptaron intercepto incautadas decomisadas saisi saisis saisie desamorce desamorces deminage dejoue dejoues intercepte interceptes ont_saisi defusing discovered unearthed uncovered impounded shot_down
weapons noun seizure arms_cache weapons_cache cache decomiso_de incautacion saisie_d_armes arsenal disarmament demining stockpile
agree past agreed signed surrendered swapped exchanged_prisoners released freed acordaron acordo firmo firmaron se_rindieron se_entrego se_entregaron pacto pactaron ont_signe a_signe ont_convenu se_sont_rendus liberes libere liberaron liberados brokered reached_an_agreement reached_a_deal laid_down_arms
agree noun ceasfire exchange_of_prisoners ceasefire cease_fire truce peace_deal peace_agreement peace_accord prisoner_swap prisoner_exchange peace_talks agreement accord deal memorandum cese_al_fuego alto_el_fuego tregua acuerdo_de_paz canje_de_prisioneros cessez_le_feu treve accord_de_paix echange_de_prisonniers pact armistice peace_treaty talks acuerdo negotiations ceasefires
take past pushed seized_a_village seized_the_town seized_the_village seized_the_city controlling captured recaptured retook regained liberated overran overrun reclaimed wrested occupied recovered_control seized_control took_control taken_control take_control gained_control regained_control retaken taken_over took_over conquered fell_to cleared_of purged capturaron capturo recapturaron recapturo retomo retomaron tomaron tomo_el_control recuperaron recupero_el_control reconquistaron liberaron_la se_apodero se_apoderaron ocuparon pris_le_controle repris_le_controle ont_pris a_repris ont_repris repris reconquis s_est_empare se_sont_empares won_back pushed_back pushed_out driving_rebels drove_out expelled_from advanced regained_territory took_full_control brought_under_control
take ing capturing recapturing retaking regaining liberating overrunning seizing_control taking_control purging pushing_back
take noun capture recapture takeover toma reconquista reconquete prise_de
withdraw past withdrew withdrawn pulled_out pulled_back retreated evacuated handed_over vacated abandoned left_the_town ceded se_retiro se_retiraron abandonaron evacuaron entregaron_el se_repliegan se_replegaron s_est_retire se_sont_retires se_retire ont_evacue ont_quitte ont_abandonne began_leaving
withdraw ing withdrawing pulling_out retreating evacuating handing_over
withdraw noun withdrawal pullout retreat handover evacuation_deal evacuation retirada repliegue retrait repli without_a_fight without_fighting without_resistance sans_combat sin_combatir sin_combates
change past deployed redeployed defected dispatched reinforced mobilized mobilised merged formed disbanded joined pledged_allegiance desplego desplegaron deserto desertaron se_unieron se_fusionaron deploye deploye deployes ont_deploye a_deploye fait_defection ont_rejoint pull_back amassed
change ing deploying amassing
change noun deployment deployments defection reinforcements troop_movement military_buildup military_build_up despliegue desercion deploiement defections renforts refuerzos
base past established set_up has_established have_established establecieron establecio instalaron instalo etabli installe ont_installe ont_etabli
base noun military_base observation_post observation_point military_post checkpoint new_base headquarters outpost base_militar puesto_militar cuartel puesto_de_control base_militaire poste_militaire poste_d_observation quartier_general military_bases observation_points military_outpost forward_base
other noun mass_grave mass_graves coup coup_attempt displaced displacement fled golpe_de_estado fosa_comun fosas_comunes desplazados desplazamiento coup_d_etat charnier charniers fosse_commune fosses_communes deplaces exodus mass_expulsion refugees expelled declared_independence state_of_emergency curfew
force noun excessive_force violent_crackdown
force past dispersed tear_gassed teargassed dispersaron disperso disperse disperses ont_disperse suppressed baton_charged repressed reprimieron reprimio reprime reprimes
force ing dispersing
force noun tear_gas teargas water_cannon water_cannons rubber_bullets pepper_spray batons baton_charge gases_lacrimogenos gas_lacrimogeno balas_de_goma gaz_lacrymogene gaz_lacrymogenes canons_a_eau balles_en_caoutchouc stun_grenades canon_a_eau canones_de_agua live_rounds live_ammunition live_bullets balles_reelles gas_grenades
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A trigger word or phrase: its family and how far its form can be trusted."""

    family: str
    form: Form
    words: tuple[str, ...]


def _entries() -> dict[str, tuple[Entry, ...]]:
    table: dict[str, dict[tuple[str, ...], Entry]] = {}
    for line in _TABLE.strip().splitlines():
        family, form, *phrases = line.split()
        for phrase in phrases:
            words = tuple(phrase.split("_"))
            table.setdefault(words[0], {}).setdefault(words, Entry(family, form, words))  # type: ignore[arg-type]
    return {
        first: tuple(sorted(entries.values(), key=lambda entry: -len(entry.words)))
        for first, entries in table.items()
    }


ENTRIES = _entries()
"""First word to the entries that start with it, longest first."""

FAMILIES = frozenset(line.split()[0] for line in _TABLE.strip().splitlines())


def find_entry(words: list[str], index: int) -> Entry | None:
    """The longest trigger that starts at word `index`, or None."""
    for entry in ENTRIES.get(words[index], ()):
        size = len(entry.words)
        if size == 1 or tuple(words[index : index + size]) == entry.words:
            return entry
    return None
