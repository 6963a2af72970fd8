using PresignedMultipart.Chaos.Tests.Scenarios;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>The content as a file, and what happens to it when it is sent.</summary>
internal sealed class SourceFile : IDisposable
{
    /// <summary>Where the object begins in a file that is given as a handle.</summary>
    public const int Offset = 11;

    private readonly Scenario _scenario;
    private int _puts;

    private int Beginning => _scenario.Source == SourceKind.Handle ? Offset : 0;

    public SourceFile(Scenario scenario, string folder)
    {
        _scenario = scenario;
        Path = System.IO.Path.Combine(folder, $"{scenario.Seed}");
        Write(Bytes.Of(scenario).Span);
    }

    public string Path { get; }

    public bool HasStruck { get; private set; }

    /// <summary>Whether nothing happens to it any more.</summary>
    public bool IsCalm { get; set; }

    /// <summary>A PUT has reached the storage, which has not read its body yet.</summary>
    public void PutArrives()
    {
        if (Interlocked.Increment(ref _puts) == _scenario.SourceFaultAt && !IsCalm)
        {
            Strike();
        }
    }

    /// <summary>What an upload finds in it.</summary>
    public byte[] Read() => File.ReadAllBytes(Path)[Beginning..];

    /// <summary>Gives it other bytes behind everybody's back: nothing but them tells that it changed.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        using (FileStream file = new(Path, FileMode.Create, FileAccess.Write))
        {
            file.Write(new byte[Beginning]);
            file.Write(content);
        }

        // Long ago: a change within the tick of the file system's clock could not be seen.
        File.SetLastWriteTimeUtc(Path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        HasStruck = false;
    }

    public void Dispose() => File.Delete(Path);

    private void Strike()
    {
        if (_scenario.SourceFault == SourceFault.IsUnlinked)
        {
            File.Delete(Path);
            return;
        }

        using (FileStream file = new(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            switch (_scenario.SourceFault)
            {
                case SourceFault.IsTruncated: file.SetLength(file.Length / 2); break;
                case SourceFault.Grows: file.Seek(0, SeekOrigin.End); file.WriteByte(1); break;
                case SourceFault.IsRewritten: file.Write(new byte[file.Length]); break;
                default: return;
            }
        }

        HasStruck = true;
    }
}
