# Completion of dlread for bash 3.2 or newer. Made by tools/completions.py: change that, or cli.py.
# What it reads is data: nothing is evaluated, and only names that no shell could take for more are offered.

_dlread_options() {  # COMMAND: sets `found`
    case $1 in
    '') found='--version -V --lang --color --no-pager --help -h' ;;
    list) found='--tag -t --status -s --kind -k --catalog --year --author --sort --limit -n --json --keys --lang --color --no-pager --help -h' ;;
    search) found='--limit -n --why --json --keys --lang --color --no-pager --help -h' ;;
    show|tags|catalog|catalog-list|catalog-show) found='--json --lang --color --no-pager --help -h' ;;
    open) found='--code --paper --pdf --docs --project --slides --video --colab --blog --link --print --color --no-pager --help -h' ;;
    next) found='--tag -t --kind -k --catalog --limit -n --why --open --json --keys --lang --color --no-pager --help -h' ;;
    path) found='--from --unread --json --keys --lang --color --no-pager --help -h' ;;
    course) found='--json --keys --lang --color --no-pager --help -h' ;;
    cite) found='--style --json --color --no-pager --help -h' ;;
    add) found='--key --tag -t --status -s --first --no-fetch --lang --color --no-pager --help -h' ;;
    import) found='--format -f --tag -t --status -s --library --dry-run --lang --color --no-pager --help -h' ;;
    export) found='--format -f --output -o --color --no-pager --help -h' ;;
    edit) found='--reset --lang --color --no-pager --help -h' ;;
    remove|mark-read|mark-reading|mark-unread|mark-skipped|tag|rate) found='--lang --color --no-pager --help -h' ;;
    refresh) found='--write --yes -y --color --no-pager --help -h' ;;
    note) found='--edit --replace --clear --lang --color --no-pager --help -h' ;;
    plan) found='--top --before --remove --json --keys --lang --color --no-pager --help -h' ;;
    undo|redo) found='--dry-run --lang --color --no-pager --help -h' ;;
    history) found='--limit -n --json --color --no-pager --help -h' ;;
    stats) found='--since --until --json --lang --color --no-pager --help -h' ;;
    catalog-add) found='--as --color --no-pager --help -h' ;;
    catalog-check|catalog-new|catalog-remove|doctor|man|help) found='--color --no-pager --help -h' ;;
    catalog-update) found='--dry-run --color --no-pager --help -h' ;;
    paths) found='--json --color --no-pager --help -h' ;;
    config) found='--edit --json --color --no-pager --help -h' ;;
    completion) found='--install --color --no-pager --help -h' ;;
    *) found= ;;
    esac
}

_dlread_value() {  # COMMAND OPTION: sets `found` to what its value may be; empty for an option without one
    case $1:$2 in
    :--lang|list:--lang|search:--lang|show:--lang|next:--lang|path:--lang|course:--lang|tags:--lang|add:--lang|import:--lang|edit:--lang|remove:--lang|mark-read:--lang|mark-reading:--lang|mark-unread:--lang|mark-skipped:--lang|note:--lang|tag:--lang|plan:--lang|rate:--lang|undo:--lang|redo:--lang|stats:--lang|catalog:--lang|catalog-list:--lang|catalog-show:--lang) found='=en,zh' ;;
    :--color|list:--color|search:--color|show:--color|open:--color|next:--color|path:--color|course:--color|cite:--color|tags:--color|add:--color|import:--color|export:--color|edit:--color|remove:--color|refresh:--color|mark-read:--color|mark-reading:--color|mark-unread:--color|mark-skipped:--color|note:--color|tag:--color|plan:--color|rate:--color|undo:--color|redo:--color|history:--color|stats:--color|catalog:--color|catalog-list:--color|catalog-add:--color|catalog-show:--color|catalog-check:--color|catalog-new:--color|catalog-update:--color|catalog-remove:--color|paths:--color|config:--color|completion:--color|doctor:--color|man:--color|help:--color) found='=always,never,auto' ;;
    list:--tag|list:-t|next:--tag|next:-t|add:--tag|add:-t|import:--tag|import:-t|field:tag) found='tags' ;;
    list:--status|list:-s|add:--status|add:-s|import:--status|import:-s|field:status) found='=unread,reading,read,skipped' ;;
    list:--kind|list:-k|next:--kind|next:-k|field:kind) found='=paper,section' ;;
    list:--catalog|next:--catalog|field:catalog) found='catalogs' ;;
    list:--year|list:--author|list:--limit|list:-n|search:--limit|search:-n|next:--limit|next:-n|add:--key|import:--library|history:--limit|history:-n|stats:--since|stats:--until|catalog-add:--as|field:author|field:title|field:venue|field:note|field:year|field:read|field:added) found='nothing' ;;
    list:--sort) found='=catalog,key,title,year,status,rating,changed' ;;
    open:--link) found='=repository,paper,pdf,docs,project,slides,video,colab,blog' ;;
    cite:--style) found='=bibtex,text' ;;
    import:--format|import:-f) found='=json,omnivore,paperpile,mendeley,csl-json,bibtex,ris,bookmarks,csv,cobib,papis,buku,markdown,addresses' ;;
    export:--format|export:-f) found='=json,yaml,catalog,csl-json,bibtex,ris,csv,markdown' ;;
    export:--output|export:-o) found='files' ;;
    plan:--before) found='keys' ;;
    field:has) found='=note,rating' ;;
    field:is) found='=superseded,disputed,corrected,gone,moved,archived,delisted,planned,unread,reading,read,skipped' ;;
    field:rating) found='=1,2,3,4,5' ;;
    *) found= ;;
    esac
}

_dlread_argument() {  # COMMAND NUMBER: sets `found`
    case $1:$2 in
    path:1|edit:1|note:1|tag:1|rate:1|history:1) found='keys' ;;
    course:1|catalog-show:1) found='catalogs' ;;
    catalog:1) found='=list,add,show,check,new,update,remove' ;;
    catalog-add:1) found='files' ;;
    completion:1) found='=bash,zsh,fish,powershell' ;;
    help:1) found='=list,search,show,open,next,path,course,cite,tags,add,import,export,edit,remove,refresh,mark-read,mark-reading,mark-unread,mark-skipped,note,tag,plan,rate,undo,redo,history,stats,catalog,paths,config,completion,doctor,man,help' ;;
    list:*|search:*|export:*|refresh:*) found='fields' ;;
    show:*|open:*|cite:*|plan:*) found='keys' ;;
    add:*|import:*|catalog-check:*) found='files' ;;
    remove:*) found='keys=1234' ;;
    mark-read:*) found='keys=ugs124' ;;
    mark-reading:*) found='keys=urs134' ;;
    mark-unread:*) found='keys=grs234' ;;
    mark-skipped:*) found='keys=ugr123' ;;
    tag:*) found='+tags keys' ;;
    rate:*) found='=1,2,3,4,5 keys' ;;
    catalog-update:*|catalog-remove:*) found='catalogs' ;;
    *) found= ;;
    esac
}

_dlread_words() {  # HEAD WORD...: those that begin with `cur`
    local head=$1 word
    shift
    for word in "$@"; do
        [[ $word == "$cur"* ]] && COMPREPLY+=("$head$word")
    done
}

_dlread_names() {  # HEAD FILE SIGNS: those in the file that begin with `cur`, or else have it in them
    local letters='[A-Za-z0-9._+/-]' tab=$'\t' directory pattern name line IFS=$'\n'
    [[ $cur == *[!A-Za-z0-9._+/-]* ]] && return
    if [[ -n ${DLREAD_CACHE_DIR-} ]]; then directory=$DLREAD_CACHE_DIR
    elif [[ ${XDG_CACHE_HOME-} == /* ]]; then directory=$XDG_CACHE_HOME/dlread
    elif [[ ${OSTYPE-} == darwin* ]]; then directory=${HOME-~}/Library/Caches/dlread
    else directory=${HOME-~}/.cache/dlread
    fi
    directory+=/candidates
    if [[ ! -f $directory/recent && ${_dlread_tried-} != "$directory" ]]; then
        _dlread_tried=$directory  # once: what fails now would make every Tab slow
        command dlread completion --refresh </dev/null >/dev/null 2>&1
    fi
    local files=("$directory/$2")
    [[ $2 == keys ]] && files=("$directory/recent" "$directory/keys")
    for name in "${files[@]}"; do
        [[ -f $name ]] || return
    done
    pattern="${cur//./[.]}$letters*$tab[$3]$tab"
    for pattern in "^$pattern" "^$letters*$pattern"; do
        for line in $(LC_ALL=C GREP_OPTIONS='' command grep -a -h -i -o -m 200 -e "$pattern" -- "${files[@]}" 2>/dev/null); do
            name=${line%%"$tab"*}
            [[ $name == [A-Za-z0-9_]* && $name != *[!A-Za-z0-9._+/-]* ]] && COMPREPLY+=("$1$name")
            ((${#COMPREPLY[@]} < 200)) || return
        done
        ((${#COMPREPLY[@]})) && break
    done
    _dlread_stay "$1"
}

_dlread_stay() {  # HEAD: readline would put what all have in common in place of what was typed, and lose that
    local same=${COMPREPLY[0]-} one IFS=
    ((${#COMPREPLY[@]} > 1)) || return
    for one in "${COMPREPLY[@]}"; do
        while [[ $one != "$same"* ]]; do same=${same%?}; done
    done
    shopt -s nocasematch
    [[ ${same#"$1"} == *"$cur"* ]] || COMPREPLY+=('')
    ((was_nocasematch)) || shopt -u nocasematch
}

_dlread_offer() {  # HEAD OFFER...: of what can stand after HEAD
    local head=$1 offer
    shift
    for offer in "$@"; do
        case $offer in
        keys) _dlread_names "$head" keys ugrs1234 ;;
        keys=*) _dlread_names "$head" keys "${offer#*=}" ;;
        tags | catalogs) _dlread_names "$head" "$offer" u ;;
        fields) _dlread_field ;;
        files) compopt -o default 2>/dev/null ;;
        =*) local IFS=,; _dlread_words "$head" ${offer#=}; IFS=$' \t\n' ;;
        esac
    done
}

_dlread_field() {  # of a query: a field, or its value
    local sign= name found
    [[ $cur == -* ]] && sign=- cur=${cur#-}
    if [[ $cur == *:* ]]; then
        name=${cur%%:*} cur=${cur#*:}
        _dlread_value field "$name"
        _dlread_offer "$sign$name:" $found
    else
        _dlread_words "$sign" author: title: venue: note: status: kind: has: is: tag: catalog: year: rating: read: added:
        ((${#COMPREPLY[@]})) && compopt -o nospace 2>/dev/null
    fi
}

_dlread_split() {  # sets `typed`: the words up to the cursor, whole where bash parts them at `:` and `=`
    local rest=$1 word gap i
    typed=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        gap=${rest%%[!$' \t\n']*}
        rest=${rest#"$gap"}
        word=${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && word=$rest
        rest=${rest#"$word"}
        if [[ -n $gap || $i == 0 ]]; then typed+=("$word"); else typed[${#typed[@]} - 1]+=$word; fi
    done
}

_dlread() {
    local line=${COMP_LINE:0:COMP_POINT} LC_ALL=C IFS=$' \t\n' was_nocasematch=0
    local typed cur command= number=1 wanted= ended= found= offers word i head=
    shopt -q nocasematch && was_nocasematch=1
    COMPREPLY=()
    _dlread_split "$line"
    for ((i = 1; i < ${#typed[@]} - 1; i++)); do
        word=${typed[i]}
        if [[ -n $wanted ]]; then
            wanted=
        elif [[ -n $ended || $word != -?* ]]; then
            if [[ -z $command ]]; then
                command=$word
            else
                case $command-$word in
                catalog-add|catalog-check|catalog-list|catalog-new|catalog-remove|catalog-show|catalog-update) command+=-$word ;;
                *) ((number++)) ;;
                esac
            fi
        elif [[ $word == -- ]]; then
            ended=1
        else
            _dlread_value "$command" "$word"
            wanted=$found
        fi
    done
    cur=${typed[${#typed[@]} - 1]}
    local whole=$cur
    cur=${cur#[\"\']}
    _dlread_argument "$command" "$number"
    offers=$found
    if [[ -n $wanted ]]; then
        _dlread_offer '' $wanted
    elif [[ -z $ended && $cur == --*=* ]]; then
        _dlread_value "$command" "${cur%%=*}"
        head=${cur%%=*}= cur=${cur#*=}
        _dlread_offer "$head" $found
    elif [[ $offers == *+* && $cur == [+-]* && ( -n $ended || $cur != --* ) ]]; then
        head=${cur:0:1} cur=${cur:1}
        _dlread_offer "$head" tags
    elif [[ -z $ended && ( $cur == --* || $cur == - ) ]]; then
        _dlread_options "$command"
        _dlread_words '' $found
    elif [[ -z $command ]]; then
        _dlread_words '' list search show open next path course cite tags add import export edit remove refresh mark-read mark-reading mark-unread mark-skipped note tag plan rate undo redo history stats catalog paths config completion doctor man help
    else
        _dlread_offer '' $offers
    fi
    # readline knows only what stands after the last `:` or `=`, unless a quote comes before
    [[ $whole == [\"\']* ]] && return
    head=
    [[ ${COMP_WORDBREAKS-} == *=* && $whole == *=* ]] && head=${whole%"${whole##*=}"}
    [[ ${COMP_WORDBREAKS-} == *:* && ${whole#"$head"} == *:* ]] && head=${whole%"${whole##*:}"}
    for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
        COMPREPLY[i]=${COMPREPLY[i]#"$head"}
    done
} 2>/dev/null

complete -F _dlread dlread
