"""Second words of a handle: things out of doors and about the house, never people or their trades."""

_WORDS = """
    acorn albatross alcove alder almond anchor anvil apricot arbour arcade arch archive armchair arrow artichoke
    aspen atlas atoll attic aurora avenue avocado awning axle balcony balloon bamboo banjo barley barn barometer
    basin basket bassoon bay bayou beacon bean beaver beech beetle bell bench berry birch bison blanket blossom
    bluebell boat bobbin bonfire bookcase boulder bowl bramble branch breeze brick bridge brook broom bucket
    buckle bugle bungalow buoy burrow bush butterfly button cabin cactus camel canal candle canoe canopy canyon
    cape caravan cardigan carousel carpet cart cascade cashew castle cavern cello chair chalet chimney chisel
    cinder citrus clarinet clock cloud clover coast cobble cocoa coconut comet compass copse corner cottage
    cottonwood cove crane crater creek crocus crossing cuckoo cup cupboard curlew current curtain cushion
    cypress daffodil deck deer delta desert dew dial dock dolphin door dormouse dove dragonfly drawer drum dune
    eagle easel echo eclipse eddy egret elk elm ember engine envelope estuary falcon farm feather fence ferret
    ferry fiddle field finch fjord flagstone flask fleece flint flute fog footbridge footpath fountain fox
    frigate frost furrow galaxy galleon gannet garden garnet gate gazebo gazelle geyser giraffe glacier glade
    goblet gondola gorge gorse granary grape grass grove guitar gull gully gust hamlet hammock harbour hare harp
    hatbox hayloft headland hearth heath hedge hedgehog heron hill hive hollyhock honeycomb horizon hourglass
    house hut iceberg icicle inkwell inlet isle islet jacket jar jetty journey jug juniper kayak kestrel kettle
    keystone kingfisher kite kiwi knoll lagoon lake lamp landing lantern larch lark latch lattice leaf ledge
    leopard library lichen lighthouse lilac limestone lintel lizard locket lodge loft loom lotus lupin lynx lyre
    mackerel magnet magnolia magpie mallard mandolin mango mangrove mantle map maple marigold marmot marsh
    marten mast meadow medley melon mesa meteor mill minnow mirror mistral mitten monsoon moon moor moss moth
    mountain mulberry mural mushroom narwhal nebula nectarine nest newt nightingale notebook nutmeg oak oar
    oasis oat oboe ocean ocelot octave orbit orchard osprey otter outcrop oven owl oyster packet paddle pagoda
    palm pantry parade parasol parcel park parrot parsley partridge path pavilion peach peak pear pebble pelican
    pen pendulum penguin petal pheasant piano picnic pier pigeon pillow pine pinecone pinnacle pistachio plateau
    plaza plover pocket pond pony poplar porch porridge postcard prism promenade puffin pumpkin pylon pyramid
    quail quarry quay quill quilt quince rabbit raft railway rainbow raincoat raven ravine reef reindeer
    reservoir ridge river rivulet rock rocket roof rope rudder saddle sail salmon sandbank sandpiper sapling
    satchel savanna saxophone scarf schooner seagull seal seashell seed sequoia shelf shore signpost skylark
    sled slipper sloop snowdrop snowfield spinney spire spool spoon spring stable staircase star starfish
    starling steeple steppe stool stork strait stream summit sundial sunflower sunrise surf swallow swan
    sycamore table tamarind tambourine tangerine tapestry teacup teapot telescope tern terrace thicket thimble
    thistle thrush tide timberline torrent tower trail tram treetop trellis trombone trout trumpet tugboat tulip
    tundra tunnel turret turtle umbrella valley vase verandah viaduct vine vineyard violin vista volcano wagon
    wardrobe waterfall watermill wave well wharf wheat wheel whistle wicket windmill window yacht yarn zebra
    zenith zephyr zither
"""
NOUNS = tuple(_WORDS.split())
