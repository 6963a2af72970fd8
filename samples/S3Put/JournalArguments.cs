using System.CommandLine;
using PresignedMultipart;

namespace S3Put;

/// <summary>Which directory keeps what makes an upload survive its process.</summary>
internal sealed class JournalArguments(string description)
{
    private const string Variable = "S3PUT_JOURNAL";

    private readonly Option<string?> _journal = new("--journal") { HelpName = "DIR", Description = $"{description} {Variable} by default." };

    public void AddTo(Command command) => command.Options.Add(_journal);

    /// <summary>Whether it was given, and is not just there for all uploads of this user.</summary>
    public bool IsIn(ParseResult parsed) => parsed.GetResult(_journal) is { Implicit: false };

    /// <summary>The journal; <see langword="null"/> when neither the command line nor the environment names one.</summary>
    public FileUploadJournal? Read(ParseResult parsed) =>
        (parsed.GetValue(_journal) ?? Environment.GetEnvironmentVariable(Variable)) is { Length: > 0 } directory ? new FileUploadJournal(directory) : null;

    public FileUploadJournal Require(ParseResult parsed) =>
        Read(parsed) ?? throw new ArgumentException($"Which journal? Give --journal with the directory that the upload was put with, or set {Variable}.");
}
