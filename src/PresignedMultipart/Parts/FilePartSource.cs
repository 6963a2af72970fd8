using Microsoft.Win32.SafeHandles;

namespace PresignedMultipart.Parts;

/// <summary>Parts of a file: slices of one open handle that all workers share. Nothing but one block a worker is held in memory.</summary>
internal sealed class FilePartSource : PartSource
{
    private readonly SafeFileHandle _file;
    private readonly string _name;
    private readonly string? _path;
    private readonly MemoryBudget _budget;
    private readonly IDisposable? _owned;
    private readonly long _offset;
    private readonly long _length;
    private readonly long _fileLength;
    private readonly DateTime _lastWrite;

    /// <param name="file">The open file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="offset">Where the object begins in it.</param>
    /// <param name="length">The object's length; <see langword="null"/> for all that follows.</param>
    /// <param name="budget">Where the blocks come from.</param>
    /// <param name="owned">What to dispose in the end: the handle, a stream, or nothing.</param>
    /// <param name="path">Where it is, when the whole file is the object.</param>
    public FilePartSource(SafeFileHandle file, string name, long offset, long? length, MemoryBudget budget, IDisposable? owned, string? path = null)
    {
        _path = path;
        _file = file;
        _name = name;
        _budget = budget;
        _owned = owned;
        _offset = offset;
        _fileLength = RandomAccess.GetLength(file);
        _length = length ?? Math.Max(0, _fileLength - offset);
        if (_offset + _length > _fileLength)
        {
            throw new ArgumentException($"The file '{name}' is {_fileLength} bytes long; {_length} bytes from byte {offset} on reach beyond its end. Pass a shorter length, or none.");
        }

        _lastWrite = File.GetLastWriteTimeUtc(file);
    }

    public static Task<PartSource> OpenAsync(string path, MemoryBudget budget, CancellationToken cancellationToken) =>
        MeasurableFile.OpenAsync<PartSource>(path, file => new FilePartSource(file, path, 0, null, budget, owned: file, System.IO.Path.GetFullPath(path)), cancellationToken);

    public override bool IsRepeatable => true;

    public override string? Path => _path;

    public override ValueTask<PartPlan> PlanAsync(MultipartUploadOptions options, PresignedUrlProviderCapabilities capabilities, CancellationToken cancellationToken) =>
        ValueTask.FromResult(PartPlan.Create(_length, options, capabilities));

    public override async ValueTask<PartBody> OpenAsync(Part part, CancellationToken cancellationToken)
    {
        MemoryBlock block = await _budget.RentBlockAsync(cancellationToken).ConfigureAwait(false);
        return new FilePartBody(_file, _offset + part.Offset, part.Length, _budget, block, Changed);
    }

    public override void EnsureUnchanged()
    {
        long length = RandomAccess.GetLength(_file);
        if (length != _fileLength)
        {
            throw Changed($"it was {_fileLength} bytes long and is {length} now");
        }

        DateTime lastWrite = File.GetLastWriteTimeUtc(_file);
        if (lastWrite != _lastWrite)
        {
            throw Changed($"it was last written at {_lastWrite:O} and then again at {lastWrite:O}");
        }
    }

    public override ValueTask DisposeAsync()
    {
        _owned?.Dispose();
        return ValueTask.CompletedTask;
    }

    private IOException Changed(string how) => new($"The file '{_name}' changed while it was uploaded: {how}. Upload it when nothing writes to it, or upload a copy.");
}
