"""First words of a handle: colours, weather, materials and tempers that say nothing about anybody."""

_WORDS = """
    able acrylic aerial agile airy alert alpine amiable ample ancient angled annual apparent aquatic arched
    arctic ashen astral attentive auburn autumn awake azure balanced balmy banded basic beaded beige bending
    bevelled blooming bluff bluish boreal bottled braided brassy breezy brief brimming brisk broad bronze
    brushed bubbling buoyant burnished calm candid canvas careful carved casual cedar celestial central ceramic
    certain chalky charted checkered cheerful chestnut chiming circling civic classic clean clear climbing
    cloudy coastal cobalt coiled comfy compact complete composed constant content cool copper coral corded
    cordial corduroy cosy cotton courteous crafted creamy creased crescent crisp cubic curious curved dainty
    dappled daring deep deft delicate dewy diagonal diligent dimpled direct distant dotted double downy drifting
    dry dusky dusted eager early earnest earthen eastward easy ebony echoing elegant elevated embossed enamel
    endless engraved equal even evergreen exact fabled faded faint fair faithful fallow famous far feathered
    fern festive fine firm fleecy floating floral flowing fluent fluted foggy folded fond forest formal forward
    fragrant free fresh frosted fruity full furled gabled gallant gathered generous gentle genuine gilded
    gingham glad glassy glazed gleaming gliding glossy glowing golden graceful grainy grand granite graphite
    grassy grateful gravel great greenish grey grounded guided habitual hardy harvest hazy hearty helpful hidden
    highland hilly hollow honest hopeful humble humming hushed indigo inland inner inward ironclad island ivory
    jointed jovial joyful keen khaki kind kindly knitted knotted lacquered lasting latent lavender layered leafy
    leaning leather lemon level light likely lilting lime linen liquid lively local lofty loyal lucid lunar
    mahogany mapled marbled marine mellow metallic midday mild mindful mineral minted misty modest moist mossy
    mottled muffled muted narrow natural nautical navy nearby neat nimble noble nodding northern noted oaken
    oblong ochre onward opal opaque open orderly outer outward oval paced painted pale papery parallel pastel
    patient pearly pebbled peppery placid plaid plain plaited planted pleasant pleated plum pointed polar
    polished polite porcelain prairie precise prepared prime prompt proper prudent quaint quartz quick quiet
    radiant rainy rambling rapid ready reddish reedy refined regular relaxed reliable resting ribbed rippling
    rising roaming roomy rounded rugged rural russet rustic rustling saffron salted satin scarlet scenic
    seasoned secluded sedate sensible serene settled shaded shaggy shallow shimmering shingled shiny sienna
    silent silken silver simple singing sleek sloping slow smooth snowy snug soft solar solid sorrel southern
    spacious sparkling speckled spiral spotted spruce square starry steady steep still stitched stony straight
    striped sturdy subtle sunlit sunny supple sure swaying swift tan tangy tartan tawny teal tempered tender
    thankful thatched thorough thoughtful tidal tidy tiled timber timely tinted toasted topaz tranquil trim true
    trusty tufted turning turquoise twilight twin umber unhurried upbeat upland upright urban valiant varied
    varnished vast velvet verdant vernal vibrant vintage vital vivid walnut wandering warm watchful wavy waxed
    weathered welcome western wheaten whistling wholesome wide willing windy winged winter wiry wise witty
    wooden woodland woolly worthy yearly yellow zesty
"""
QUALITIES = tuple(_WORDS.split())
