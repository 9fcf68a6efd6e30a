# Completion of dlread for PowerShell 5 or newer. Made by tools/completions.py: change that, or cli.py.
# What it reads is data: nothing is evaluated, and only names that PowerShell takes as they are get offered.

Register-ArgumentCompleter -Native -CommandName dlread -ScriptBlock {
    param($WordToComplete, $CommandAst, $CursorPosition)

    function Find-Language {
        foreach ($value in $env:DLREAD_LANG, $env:LC_ALL, $env:LC_MESSAGES, $env:LANG) {
            if ($value) { return $value }
        }
    }

    $isChinese = "$(Find-Language)" -like 'zh*'
    if ($isChinese) {
        $options = @{
@CHINESEOPTIONS@
        }
        $commands = @(
@CHINESECOMMANDS@
        )
    }
    else {
        $options = @{
@OPTIONS@
        }
        $commands = @(
@COMMANDS@
        )
    }
    # what the value of `command:option` may be
    $values = @{
@VALUES@
    }
    # what may stand as `command:number`
    $arguments = @{
@ARGUMENTS@
    }
    $fields = @(@FIELDS@)

    function Find-Directory {
        if ($env:DLREAD_CACHE_DIR) { $cache = $env:DLREAD_CACHE_DIR }
        elseif ($env:OS -eq 'Windows_NT') { $cache = "$env:LOCALAPPDATA\dlread\Cache" }
        elseif ("$env:XDG_CACHE_HOME".StartsWith('/')) { $cache = "$env:XDG_CACHE_HOME/dlread" }
        elseif (Test-Path -LiteralPath '/System/Library/CoreServices') { $cache = "$HOME/Library/Caches/dlread" }
        else { $cache = "$HOME/.cache/dlread" }
        [IO.Path]::Combine($cache, 'candidates')
    }

    # pairs of a name that begins with the word, or else has it in it, and its title
    function Read-Names($File, $Signs, $Word) {
        if ($Word -notmatch '^[\w.+/-]*\z') { return }
        $directory = Find-Directory
        $recent = [IO.Path]::Combine($directory, 'recent')
        if (-not [IO.File]::Exists($recent) -and $global:DlreadTried -ne $directory) {
            $global:DlreadTried = $directory # once: what fails now would make every Tab slow
            & dlread completion --refresh 2>&1 | Out-Null
        }
        $files = @([IO.Path]::Combine($directory, $File))
        if ($File -eq 'keys') { $files = @($recent) + $files }
        $texts = @($files | ForEach-Object { [IO.File]::ReadAllText($_, [Text.Encoding]::UTF8) })
        $rest = [regex]::Escape($Word) + "[\w.+/-]*)\t[$Signs]\t([^\t\n]*)\t([^\t\n]*)\n"
        foreach ($pattern in "(?im)^($rest", "(?im)^([\w.+/-]*$rest") {
            $count = 0
            foreach ($text in $texts) {
                foreach ($match in [regex]::Matches($text, $pattern)) {
                    $title = $match.Groups[2].Value
                    if ($isChinese -and $match.Groups[3].Value) { $title = $match.Groups[3].Value }
                    , @($match.Groups[1].Value, ($title -replace '\p{C}', ''))
                    $count++
                    if ($count -ge 200) { return }
                }
            }
            if ($count) { return }
        }
    }

    function Write-Offer($Head, $Word, $Offers) {
        foreach ($offer in "$Offers".Split(' ')) {
            $signs = 'ugrs1234'
            if ($offer -like 'keys=*') { $signs = $offer.Substring(5) }
            $pairs = @()
            if ($offer -like 'keys*') { $pairs = @(Read-Names 'keys' $signs $Word) }
            elseif ($offer -eq 'tags' -or $offer -eq 'catalogs') { $pairs = @(Read-Names $offer 'u' $Word) }
            elseif ($offer -like '=*') { $pairs = @($offer.Substring(1).Split(',') | ForEach-Object { , @($_, '') }) }
            elseif ($offer -eq 'fields') { Write-Field $Word }
            Write-Pairs $Head $(if ($offer -like '=*') { $Word } else { '' }) $pairs
        }
    }

    function Write-Field($Word) {
        if ($Word -match '^(-?)(\w+):(.*)\z') {
            $sign, $name, $value = $Matches[1], $Matches[2], $Matches[3]
            Write-Offer "$sign${name}:" $value $values["field:$name"]
        }
        else {
            Write-Pairs '' $Word @($fields | ForEach-Object { , @($_, '') })
        }
    }

    # those that begin with the word, as PowerShell shows them
    function Write-Pairs($Head, $Word, $Pairs) {
        foreach ($pair in $Pairs) {
            $name, $title = $pair
            if (-not $name.StartsWith($Word, [StringComparison]::OrdinalIgnoreCase)) { continue }
            $shown = if ($title) { "$name  $title" } else { $name }
            $tip = if ($title) { $title } else { $name }
            [System.Management.Automation.CompletionResult]::new("$Head$name", $shown, 'ParameterValue', $tip)
        }
    }

    try {
        $typed = @($CommandAst.CommandElements | Select-Object -Skip 1 |
            Where-Object { $_.Extent.EndOffset -lt $CursorPosition } |
            ForEach-Object { $_.Extent.Text.Trim('"', "'") })
        $word = "$WordToComplete".TrimStart('"', "'")
        $command = ''
        $number = 1
        $wanted = ''
        $ended = $false
        foreach ($one in $typed) {
            if ($wanted) { $wanted = '' }
            elseif ($ended -or $one -notlike '-?*') {
                if (-not $command) { $command = $one }
                elseif (@(@PAIRS@) -contains "$command-$one") { $command = "$command-$one" }
                else { $number++ }
            }
            elseif ($one -eq '--') { $ended = $true }
            else { $wanted = $values["${command}:$one"] }
        }
        $found = $arguments["${command}:$number"]
        if (-not $found) { $found = $arguments["${command}:*"] }
        if ($wanted) { Write-Offer '' $word $wanted }
        elseif (-not $ended -and $word -like '--*=*') {
            $name, $value = $word.Split('=', 2)
            Write-Offer "$name=" $value $values["${command}:$name"]
        }
        elseif ($found -like '*+*' -and $word -match '^[+-]' -and ($ended -or $word -notlike '--*')) {
            Write-Offer $word.Substring(0, 1) $word.Substring(1) 'tags'
        }
        elseif (-not $ended -and ($word -like '--*' -or $word -eq '-')) { Write-Pairs '' $word $options[$command] }
        elseif (-not $command) { Write-Pairs '' $word $commands }
        else { Write-Offer '' $word $found }
    }
    catch { } # on any trouble, nothing is offered and nothing is said
}
