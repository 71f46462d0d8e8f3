/** 主体类型：a company, a registered stall, or neither. */
import { type Clause, withoutDenied } from "./clauses.ts";
import type { ToldFacts } from "./told.ts";

const TURNED = /个转企|(?:转|升|变|改|注册)(?:成|为|级为|级成)了?[^，]{0,4}(?:公司|企业)/u;
/** Wished for, not registered: 准备注册公司. */
const WISHES =
  /(?:想|打算|准备|计划|考虑|筹备|怎么|怎样|如何)(?:着|去|再|自己|一起|要)*(?:注册|开(?!发)|办(?!理)|成立|搞|当)[^，]{0,5}$/u;
const INDIVIDUAL = /个体(?!经济)|(?<!业)工商户/u;
const NO_INDIVIDUAL = /(?:没|无|未)(?:有|办|注册)?[^，]{0,3}个体/u;
const OTHER =
  /(?:合作社|专业社|供销社|协会|商会|学会|(?:民办|公办|公立|民营)(?:学校|医院|中学|小学)|学校|中学|小学|医院|卫生院|事业单位|机关单位|保健院|村委会?|居委会?|社区居委|村集体|街道办|社会组织|民非|民办非企|非企业单位|非营利|社会团体|社团|慈善机构|基金会)(?!对面|旁|门口|附近|食堂|周边|客户|后面|前面|里|那边|边上|斜|楼下|采购|给|欠|拖|的(?:货款|钱|食堂|订单|账|单子|生意)|供货|送|要|跟|把|说|给|让|帮|向|发文|没钱|没给|不给|一直|拖|乱|罚|摊|的人|组织|通知|强|收|逼|要|非|来|医生|老师|学生)/u;
const NOT_OTHER =
  /(?:给|(?<!人|其|系|作)为|跟|向|替|卖|被|供|送|欠|承包|在|去(?!年)|对|和|把|让)[^，的]{0,8}$|(?:动物|宠物)$/u;
/** Neither a company nor a registered stall: a natural person. */
const UNREGISTERED =
  /(?:没|无|未|没有)(?:有|办|领|拿|弄)?(?:过)?[^，]{0,4}(?:执照|牌照|证照)|无照|没照|没办照|(?:没|未|没有|没去)(?:有)?(?<!还没|还没有)(?:登记|注册)(?!商标|公司|企业)|自然人|灵活就业/u;
const COMPANY =
  /公司|合伙企业|独资企业|(?<!国有)独资(?!企)|(?<!小微|中小|微型|小型|中型|大型|龙头|非)企业|(?<!小)微企(?!业)|(?:责任|股份)制|一人有限|民企|私企|国企|股份制|有限合伙|集团(?!军|客户)/gu;
const NOT_OWN =
  /(?:[款账钱]的|担保|农担|担|保险|水务|供电|电力|燃气|天然气|自来水|供水|小贷|贷款|期货|电信|移动|联通|烟草|快递|平台|房企|对方|客户|甲方|乙方|别的|其他|其它|人家|那家|这家|几家|大|水电|热力|热电|总包|没|没有|没注册|不是|国有|国|央|龙头|头部|知名|上游|下游|供应商|核心|有的|支持|帮扶|扶持|(?<!不)对|给|母|总|上市|主机|整车|家电|建筑总|城投|催收|中介|物业管理|物业|会员|成员|链主|担保的?是[^，]{0,6}|收购|设计院所|采购)$/u;
const OBJECT =
  /(?:给|向|跟|找|被|挂靠(?:在|到)?|挂[在到]|(?<!不)对|从|替|供应给?|(?<!回|过)去(?!年)|欠|和|与|让|靠|由|归|(?<!人|司|称|作)为|催|问|叫|托|帮)(?:了|过|一家|那家|几家|一些|这家)*[^，的我咱俺本]{0,8}$/u;
const OF_COMPANIES =
  /^(?:们|贷|家数|主(?!营|要|来电|一|反映|$|是)|补|政策|纾困|税|服务月|管家|白名单|都|恶意|一直|总是|老是|欠|拖|压|赖|不给|不付|的(?:钱|货款|账|单|订单|采购|合同|款|工程|活|运费)|给我|跟我|让我|逼|那边|那头|说(?!明)|催|扣|抽|来收|强|上门|收走|采购|拿货|下单|进货|把我|找我|介绍|回访)/u;
/** 供水公司, and no more is said of it: the speaker's own. */
const STANDS = /^(?:$|的$|来电|反映|老板|负责人|财务|员工|职工|人不|有\d|一共|在)/u;
const OURS = /(?:我们?|咱们?|俺们?|本)(?:这|那|家|个|的|小|是|做|搞)*[^，的给跟向找被对欠]{0,6}$/u;

/** 我们是上市公司 */
const WE_ARE =
  /^(?:我们?|咱们?|俺们?)(?:就|也|都)?是(?:一?家|个)?(?:上市|国有|国|央|龙头|头部|知名|电力|保险|小贷|快递|物业|平台|烟草|担保|房|核心)*$/u;

/** 我司 */
const OUR_COMPANY = /(?<!向|与|跟|给|欠|对)(?:我|本)司/u;

export function entityOf(clauses: readonly Clause[]): ToldFacts {
  const texts = clauses.map(({ text }) => withoutDenied(text));
  const said = texts.join("，");
  if (TURNED.test(said)) return { entityType: "enterprise" };
  if (texts.some(tellsIndividual) && !NO_INDIVIDUAL.test(said)) return { entityType: "individual" };
  if (OUR_COMPANY.test(said) || texts.some(tellsCompany)) return { entityType: "enterprise" };
  if (texts.some(tellsOther) || UNREGISTERED.test(said)) return { entityType: "other" };
  return {};
}

function tellsIndividual(text: string): boolean {
  const at = text.search(INDIVIDUAL);
  return at >= 0 && !WISHES.test(text.slice(0, at));
}

function tellsCompany(text: string): boolean {
  return [...text.matchAll(COMPANY)].some(({ 0: word, index }) => {
    const before = text.slice(0, index);
    const after = text.slice(index + word.length);
    if (WISHES.test(before)) return false;
    const isOurs =
      OURS.test(before) &&
      (WE_ARE.test(before) || !NOT_OWN.test(before) || (OWN_NAMES.test(before) && COUNTS.test(after)));
    if (isOurs) return true;
    if (OF_COMPANIES.test(after)) return false;
    if (IS_ONE.test(before)) return true;
    const named = NOT_OWN.exec(before);
    if (named !== null && !(OWN_NAMES.test(named[0]) && STANDS.test(after) && !OBJECT.test(before)))
      return false;
    return !OBJECT.test(before);
  });
}

/** 索道和景区是一家公司 */
const IS_ONE = /(?<!客户|甲方|对方|他们|人家)(?:都|就|也)*是一家$/u;

/** 我们物业公司37个人 */
const COUNTS = /^(?:$|(?:现|目前)?有?(?:一共|总共|共|员工|职工)*[\d一二两三四五六七八九十百几])/u;

/** Businesses whose names are also those one deals with. */
const OWN_NAMES = /水务|供电|电力|燃气|天然气|自来水|供水|快递|热力|热电|物业|平台/u;

function tellsOther(text: string): boolean {
  const match = OTHER.exec(text);
  return match !== null && !NOT_OTHER.test(text.slice(0, match.index));
}
