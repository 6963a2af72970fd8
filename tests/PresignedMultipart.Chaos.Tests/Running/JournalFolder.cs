using System.Globalization;
using PresignedMultipart.Chaos.Tests.Promises;
using PresignedMultipart.Chaos.Tests.Scenarios;
using PresignedMultipart.Journaling;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>The directory of a journal, as who looks at its files finds it.</summary>
internal sealed class JournalFolder(Scenario scenario, string folder, string storage, UploadTarget target)
{
    private readonly string _path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{scenario.Seed}-journal"));

    /// <summary>A journal in it, as a program has it that just started; <see langword="null"/> where none was drawn.</summary>
    public FileUploadJournal? Open(TimeProvider time) => scenario.HasJournal ? new FileUploadJournal(_path, time) : null;

    public async Task<JournalState> ReadAsync()
    {
        string[] files = Directory.Exists(_path) ? Directory.GetFiles(_path) : [];
        var records = new List<UploadRecord>();
        foreach (string file in files)
        {
            if (UploadRecord.Read(await UploadLogFile.ReadAsync(file, CancellationToken.None) ?? []) is { } record)
            {
                records.Add(record);
            }
        }

        UploadRecord? own = records.Find(record => !record.IsAbandoned);
        return new JournalState
        {
            UploadId = own?.ToUpload().UploadId,
            Length = own?.Length,
            Parts = own?.Parts.ToDictionary(part => part.Number, part => part.ETag.Trim('"')) ?? [],
            Abandoned = [.. records.Where(record => record.IsAbandoned).Select(record => record.ToUpload().UploadId)],
            // The storage's own address is no URL that anybody signed.
            Texts = [.. files.Select(file => File.ReadAllText(file).Replace($"\"storage\":\"{storage}\"", "", StringComparison.Ordinal))],
        };
    }

    /// <summary>Takes the end of the last line of the upload's log.</summary>
    public void Tear(int at)
    {
        string path = Path.Combine(_path, UploadRecord.NameOf(storage, target) + ".jsonl");
        if (!File.Exists(path))
        {
            return;
        }

        byte[] content = File.ReadAllBytes(path);
        int lastLine = content.Length - (content.AsSpan(0, Math.Max(0, content.Length - 1)).LastIndexOf((byte)'\n') + 1);
        File.WriteAllBytes(path, content[..^Math.Min(content.Length, 1 + (at % Math.Max(1, lastLine)))]);
    }
}
