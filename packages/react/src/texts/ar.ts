import { wordLabel } from "../format/name.js";
import type { Texts } from "./texts.js";

const RULES = new Intl.PluralRules("ar");

/** A number with the form its noun has beside it. */
function counted(
  count: number,
  { one, two, few, many, other }: Readonly<Record<"one" | "two" | "few" | "many" | "other", string>>,
): string {
  switch (RULES.select(count)) {
    case "one":
      return one;
    case "two":
      return two;
    case "few":
      return `${count} ${few}`;
    case "many":
      return `${count} ${many}`;
    default:
      return `${count} ${other}`;
  }
}

const characters = {
  one: "حرف واحد",
  two: "حرفان",
  few: "أحرف",
  many: "حرفًا",
  other: "حرف",
};

const ROLES: Readonly<Record<string, string>> = {
  admin: "مدير",
  agent: "موظف الدعم",
  customer: "عميل",
  employee: "موظف",
  vendor: "مورّد",
  ops: "العمليات",
  accounts: "الحسابات",
  bot: "روبوت",
};

const WORDS: Readonly<Record<string, string>> = {
  open: "مفتوحة",
  in_progress: "قيد المعالجة",
  pending: "معلّقة",
  waiting: "بالانتظار",
  resolved: "محلولة",
  closed: "مغلقة",
  low: "منخفضة",
  medium: "متوسطة",
  normal: "عادية",
  high: "عالية",
  urgent: "عاجلة",
};

/** The texts in Arabic. Give the provider `locale="ar"` and `dir="rtl"` with them. */
export const ar: Texts = {
  conversation: {
    opening: "جارٍ فتح التذكرة…",
    loadingOlder: "جارٍ تحميل الرسائل الأقدم…",
    beginning: "بداية هذه التذكرة",
    empty: "لم يُكتب شيء بعد. اكتب الرسالة الأولى.",
    messages: "الرسائل",
    newMessages: (count) =>
      counted(count, {
        one: "رسالة جديدة",
        two: "رسالتان جديدتان",
        few: "رسائل جديدة",
        many: "رسالة جديدة",
        other: "رسالة جديدة",
      }),
    toNewest: "إلى أحدث رسالة",
    unreadBelow: "جديد",
    hereNow: (names) => `هنا الآن: ${names}`,
    isHere: (name) => `${name} هنا`,
    peopleHere: (count) =>
      counted(count, {
        one: "شخص واحد هنا",
        two: "شخصان هنا",
        few: "أشخاص هنا",
        many: "شخصًا هنا",
        other: "شخص هنا",
      }),
    isWriting: (names, list) => {
      if (names.length === 1) return `${list} يكتب الآن…`;
      return names.length === 2 ? `${list} يكتبان الآن…` : `${list} يكتبون الآن…`;
    },
    forbidden: "لست مشاركًا في هذه التذكرة",
    notFound: "لا توجد تذكرة كهذه",
    refused: "لا يمكن فتح هذه التذكرة",
    tryAgain: "حاول مرة أخرى",
  },
  message: {
    you: "أنت",
    note: "ملاحظة داخلية",
    edited: "(معدّلة)",
    deleted: "حُذفت هذه الرسالة",
    sending: "جارٍ الإرسال…",
    sent: "أُرسلت",
    seenBy: (names) => `اطّلع عليها ${names}`,
    notSent: (reason) => (reason === undefined ? "لم تُرسل" : `لم تُرسل: ${reason}`),
    tryAgain: "حاول مرة أخرى",
    discard: "تجاهل",
    reactionBy: (emoji, names) => `${emoji} من ${names}`,
    file: (name) => `ملف ${name}`,
    inReplyTo: (name) => `ردًا على ${name}`,
    originalDeleted: "رسالة محذوفة",
    original: "رسالة سابقة",
    spoken: (name, isNote, what) => `${name}${isNote ? "، ملاحظة داخلية" : ""}: ${what}`,
  },
  actions: {
    toolbar: "إجراءات هذه الرسالة",
    react: "تفاعل برمز تعبيري",
    reactWith: (emoji) => `تفاعل بـ ${emoji}`,
    reply: "رد",
    copy: "نسخ النص",
    copied: "تم النسخ",
    edit: "تعديل",
    remove: "حذف",
    removeQuestion: "هل تريد حذف هذه الرسالة؟",
    removeExplanation: "ستختفي لدى الجميع مع ملفاتها.",
    keep: "الإبقاء عليها",
    failed: (reason) => `لم ينجح ذلك: ${reason}`,
  },
  composer: {
    message: "رسالة",
    note: "ملاحظة داخلية",
    writeMessage: "اكتب رسالة",
    writeNote: "اكتب ملاحظة داخلية",
    noteHint: "اكتب ملاحظة. لن يراها العميل أبدًا.",
    newLineHint: "Shift + Enter لسطر جديد",
    noteToggle: "ملاحظة داخلية",
    send: "إرسال",
    addNote: "إضافة الملاحظة",
    save: "حفظ",
    replyingTo: (name) => `الرد على ${name}`,
    editing: "تعديل رسالتك",
    cancel: "إلغاء",
    charactersLeft: (count) => `المتبقي: ${counted(count, characters)}`,
    charactersTooMany: (count) => `الزائد: ${counted(count, characters)}`,
    cannedReplies: "ردود جاهزة",
  },
  attachments: {
    attach: "إرفاق ملفات",
    choose: "الملفات المراد إرفاقها",
    drop: "أفلت الملفات هنا لإرفاقها",
    ofThisMessage: "ملفات هذه الرسالة",
    uploading: (percent) => (percent === undefined ? "جارٍ الرفع…" : `جارٍ الرفع… ${percent}٪`),
    again: (name) => `رفع ${name} مرة أخرى`,
    remove: (name) => `إزالة ${name}`,
    tooLarge: (limit) => `الحد الأقصى لحجم الملف ${limit}.`,
    tooMany: (limit) => `الحد الأقصى لملفات الرسالة ${limit}.`,
    wrongKind: (name) => `لا يمكن إرسال ملف من نوع \u2068${name}\u2069.`,
    limits: (count, size) =>
      `حتى ${count} ملفات، حجم كل منها ${size} على الأكثر: صور وPDF وWord وExcel ونصوص وتسجيلات`,
    waiting: "يمكنك الإرسال فور اكتمال رفع الملفات.",
    stuck: "لم يُرفع أحد الملفات. حاول مرة أخرى أو أزله.",
    progress: (name, percent) => `جارٍ رفع ${name}، ${percent}٪`,
    uploaded: (name) => `تم رفع ${name}`,
    download: (name, size) => `تنزيل ${name}، ${size}`,
  },
  pictures: {
    open: (name) => `فتح الصورة ${name}`,
    failed: "تعذّر تحميل هذه الصورة",
    reload: (name) => `تحميل ${name} مرة أخرى`,
    title: "الصور",
    position: (at, count) => `${at} من ${count}`,
    previous: "الصورة السابقة",
    next: "الصورة التالية",
    zoomIn: "تكبير",
    zoomOut: "تصغير",
    download: "تنزيل الصورة",
    close: "إغلاق الصور",
  },
  voice: {
    record: "تسجيل رسالة صوتية",
    recorder: "رسالة صوتية قيد التسجيل",
    asking: "يسألك المتصفح عن السماح باستخدام الميكروفون…",
    recording: "جارٍ التسجيل",
    paused: "متوقف مؤقتًا",
    recorded: "جاهزة للإرسال",
    longest: (limit) => `الحد الأقصى ${limit}`,
    pause: "إيقاف مؤقت",
    resume: "متابعة التسجيل",
    finish: "إنهاء التسجيل",
    discard: "تجاهل التسجيل",
    send: "إرسال الرسالة الصوتية",
    sending: (percent) => `جارٍ الإرسال… ${percent}٪`,
    notSent: (reason) => `لم تُرسل: ${reason}`,
    denied: "استخدام الميكروفون غير مسموح هنا. اسمح به في إعدادات المتصفح لهذه الصفحة ثم حاول مرة أخرى.",
    noMicrophone: "لم يُعثر على ميكروفون.",
    broken: "تعذّر التسجيل في هذا المتصفح.",
    tryAgain: "حاول مرة أخرى",
    message: "رسالة صوتية",
    play: "تشغيل الرسالة الصوتية",
    position: "الموضع في الرسالة الصوتية",
    at: (position, length) => `${position} من ${length}`,
    speed: (rate) => `السرعة: ${rate}`,
    unplayable: "لا يمكن تشغيل هذا التسجيل.",
  },
  connection: {
    connecting: "جارٍ الاتصال…",
    offline: "لا يوجد اتصال. سيُرسل ما تكتبه فور عودته.",
    slow: "الاتصال بطيء. تصل الرسائل متأخرة بضع ثوانٍ.",
    again: "عاد الاتصال.",
    online: "متصل",
    away: "غير متصل",
    expired: "انتهت صلاحية تسجيل دخولك.",
    withdrawn: "أُلغي تسجيل دخولك.",
    notAccepted: "لا يقبل الخادم تسجيل الدخول هذا.",
    ended: "أنهى الخادم الاتصال.",
    pending: (count) =>
      counted(count, {
        one: "رسالة واحدة تنتظر الإرسال",
        two: "رسالتان تنتظران الإرسال",
        few: "رسائل تنتظر الإرسال",
        many: "رسالة تنتظر الإرسال",
        other: "رسالة تنتظر الإرسال",
      }),
  },
  chat: {
    title: (subject) => `محادثة: ${subject}`,
    close: "إغلاق المحادثة",
  },
  role: (role) => ROLES[role] ?? wordLabel(role),
  word: (word) => WORDS[word.toLowerCase()] ?? wordLabel(word),
  unknownReason: "لم يذكر الخادم سببًا",
};
