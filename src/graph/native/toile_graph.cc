// Runs TensorFlow graphs from Node: a session with its own threads, whose runs do not block the event loop.
// C interfaces only (Node-API 8 and TensorFlow's c_api.h), so that one binary serves every Node from 20 on.

#include <node_api.h>
#include <sys/mman.h>
#include <tensorflow/c/c_api.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

#define TOILE_GRAPH_VERSION 1

namespace {

struct Status {
  TF_Status* status = TF_NewStatus();
  ~Status() { TF_DeleteStatus(status); }
  bool ok() const { return TF_GetCode(status) == TF_OK; }
  std::string message() const { return TF_Message(status); }
};

// A graph and the session that runs it. Shared by the JavaScript handle and by runs in flight.
struct Session {
  TF_Graph* graph = nullptr;
  TF_Session* session = nullptr;

  ~Session() { Close(); }

  void Close() {
    if (session != nullptr) {
      Status status;
      TF_CloseSession(session, status.status);
      TF_DeleteSession(session, status.status);
      session = nullptr;
    }
    if (graph != nullptr) {
      TF_DeleteGraph(graph);
      graph = nullptr;
    }
  }
};

using SessionPointer = std::shared_ptr<Session>;

// What one kind of run feeds, fetches and only executes, resolved once.
struct Entry {
  SessionPointer session;
  std::vector<TF_Output> feeds;
  std::vector<TF_Output> fetches;
  std::vector<TF_Operation*> targets;
  std::vector<uint8_t> run_options;
};

using EntryPointer = std::shared_ptr<Entry>;

struct Feed {
  TF_DataType type;
  std::vector<int64_t> shape;
  const void* data;
  size_t bytes;
};

struct Fetched {
  TF_DataType type;
  std::vector<int64_t> shape;
  void* data = nullptr;
  size_t bytes = 0;
};

struct Run {
  EntryPointer entry;
  std::vector<Feed> feeds;
  std::vector<Fetched> fetched;
  std::string error;
  napi_ref arrays = nullptr;
  napi_deferred deferred = nullptr;
  napi_async_work work = nullptr;

  ~Run() {
    for (Fetched& one : fetched) free(one.data);
  }
};

void Throw(napi_env env, const std::string& message) {
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (!pending) napi_throw_error(env, nullptr, message.c_str());
}

#define CHECK_NAPI(env, call, ...)                       \
  do {                                                   \
    if ((call) != napi_ok) {                             \
      Throw(env, "toile_graph: bad argument: " #call);   \
      return __VA_ARGS__;                                \
    }                                                    \
  } while (0)

bool GetString(napi_env env, napi_value value, std::string* out) {
  size_t length = 0;
  CHECK_NAPI(env, napi_get_value_string_utf8(env, value, nullptr, 0, &length), false);
  out->resize(length);
  CHECK_NAPI(env, napi_get_value_string_utf8(env, value, &(*out)[0], length + 1, nullptr), false);
  return true;
}

bool GetBytes(napi_env env, napi_value value, const void** data, size_t* bytes) {
  static const size_t widths[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
  bool is_typed_array = false;
  napi_is_typedarray(env, value, &is_typed_array);
  if (!is_typed_array) {
    Throw(env, "toile_graph: a typed array is needed");
    return false;
  }
  napi_typedarray_type type;
  size_t length = 0;
  void* start = nullptr;
  CHECK_NAPI(env, napi_get_typedarray_info(env, value, &type, &length, &start, nullptr, nullptr), false);
  *data = start;
  *bytes = length * widths[type];
  return true;
}

template <typename T>
T* GetExternal(napi_env env, napi_value value) {
  void* pointer = nullptr;
  CHECK_NAPI(env, napi_get_value_external(env, value, &pointer), nullptr);
  return static_cast<T*>(pointer);
}

template <typename T>
void DeleteExternal(napi_env, void* data, void*) {
  delete static_cast<T*>(data);
}

template <typename T>
napi_value NewExternal(napi_env env, T* pointer) {
  napi_value value = nullptr;
  if (napi_create_external(env, pointer, DeleteExternal<T>, nullptr, &value) != napi_ok) {
    delete pointer;
    Throw(env, "toile_graph: no memory for a handle");
    return nullptr;
  }
  return value;
}

// createSession(config: Uint8Array): session
napi_value CreateSession(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arguments[1];
  CHECK_NAPI(env, napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr), nullptr);
  const void* config = nullptr;
  size_t bytes = 0;
  if (!GetBytes(env, arguments[0], &config, &bytes)) return nullptr;

  Status status;
  TF_SessionOptions* options = TF_NewSessionOptions();
  TF_SetConfig(options, config, bytes, status.status);
  SessionPointer session = std::make_shared<Session>();
  if (status.ok()) {
    session->graph = TF_NewGraph();
    session->session = TF_NewSession(session->graph, options, status.status);
  }
  TF_DeleteSessionOptions(options);
  if (!status.ok()) {
    session->session = nullptr;
    Throw(env, status.message());
    return nullptr;
  }
  return NewExternal(env, new SessionPointer(session));
}

// extendSession(session, graphDef: Uint8Array): void
napi_value ExtendSession(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2];
  CHECK_NAPI(env, napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr), nullptr);
  SessionPointer* session = GetExternal<SessionPointer>(env, arguments[0]);
  const void* graph_def = nullptr;
  size_t bytes = 0;
  if (session == nullptr || !GetBytes(env, arguments[1], &graph_def, &bytes)) return nullptr;
  if ((*session)->graph == nullptr) {
    Throw(env, "toile_graph: the session is closed");
    return nullptr;
  }
  Status status;
  TF_Buffer* buffer = TF_NewBufferFromString(graph_def, bytes);
  TF_ImportGraphDefOptions* options = TF_NewImportGraphDefOptions();
  TF_ImportGraphDefOptionsSetPrefix(options, "");
  TF_GraphImportGraphDef((*session)->graph, buffer, options, status.status);
  TF_DeleteImportGraphDefOptions(options);
  TF_DeleteBuffer(buffer);
  if (!status.ok()) Throw(env, status.message());
  return nullptr;
}

bool FindOutputs(napi_env env, const Session& session, napi_value names, std::vector<TF_Output>* outputs) {
  uint32_t length = 0;
  CHECK_NAPI(env, napi_get_array_length(env, names, &length), false);
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    std::string name;
    CHECK_NAPI(env, napi_get_element(env, names, i, &element), false);
    if (!GetString(env, element, &name)) return false;
    int index = 0;
    const size_t colon = name.rfind(':');
    if (colon != std::string::npos) {
      index = atoi(name.c_str() + colon + 1);
      name.resize(colon);
    }
    TF_Operation* operation = TF_GraphOperationByName(session.graph, name.c_str());
    if (operation == nullptr) {
      Throw(env, "toile_graph: the graph has no node " + name);
      return false;
    }
    outputs->push_back({operation, index});
  }
  return true;
}

// prepareRun(session, feeds: string[], fetches: string[], targets: string[], runOptions: Uint8Array): entry
napi_value PrepareRun(napi_env env, napi_callback_info info) {
  size_t count = 5;
  napi_value arguments[5];
  CHECK_NAPI(env, napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr), nullptr);
  SessionPointer* session = GetExternal<SessionPointer>(env, arguments[0]);
  if (session == nullptr) return nullptr;
  if ((*session)->graph == nullptr) {
    Throw(env, "toile_graph: the session is closed");
    return nullptr;
  }
  EntryPointer entry = std::make_shared<Entry>();
  entry->session = *session;
  std::vector<TF_Output> targets;
  if (!FindOutputs(env, **session, arguments[1], &entry->feeds)) return nullptr;
  if (!FindOutputs(env, **session, arguments[2], &entry->fetches)) return nullptr;
  if (!FindOutputs(env, **session, arguments[3], &targets)) return nullptr;
  for (const TF_Output& target : targets) entry->targets.push_back(target.oper);
  const void* options = nullptr;
  size_t bytes = 0;
  if (!GetBytes(env, arguments[4], &options, &bytes)) return nullptr;
  entry->run_options.assign(static_cast<const uint8_t*>(options), static_cast<const uint8_t*>(options) + bytes);
  return NewExternal(env, new EntryPointer(entry));
}

// One feed is [dtype: number, shape: number[], data: TypedArray].
bool ReadFeed(napi_env env, napi_value value, Feed* feed) {
  napi_value type, shape, data;
  int32_t type_number = 0;
  uint32_t rank = 0;
  CHECK_NAPI(env, napi_get_element(env, value, 0, &type), false);
  CHECK_NAPI(env, napi_get_element(env, value, 1, &shape), false);
  CHECK_NAPI(env, napi_get_element(env, value, 2, &data), false);
  CHECK_NAPI(env, napi_get_value_int32(env, type, &type_number), false);
  CHECK_NAPI(env, napi_get_array_length(env, shape, &rank), false);
  feed->type = static_cast<TF_DataType>(type_number);
  size_t bytes = TF_DataTypeSize(feed->type);
  for (uint32_t i = 0; i < rank; i++) {
    napi_value element;
    int64_t size = 0;
    CHECK_NAPI(env, napi_get_element(env, shape, i, &element), false);
    CHECK_NAPI(env, napi_get_value_int64(env, element, &size), false);
    feed->shape.push_back(size);
    bytes *= static_cast<size_t>(size);
  }
  if (!GetBytes(env, data, &feed->data, &feed->bytes)) return false;
  if (feed->bytes != bytes) {
    Throw(env, "toile_graph: a feed has " + std::to_string(feed->bytes) + " bytes where its shape needs " +
                   std::to_string(bytes));
    return false;
  }
  return true;
}

bool ReadFeeds(napi_env env, napi_value values, Run* run) {
  uint32_t length = 0;
  CHECK_NAPI(env, napi_get_array_length(env, values, &length), false);
  if (length != run->entry->feeds.size()) {
    Throw(env, "toile_graph: " + std::to_string(length) + " feeds were given where " +
                   std::to_string(run->entry->feeds.size()) + " are needed");
    return false;
  }
  run->feeds.resize(length);
  for (uint32_t i = 0; i < length; i++) {
    napi_value value;
    CHECK_NAPI(env, napi_get_element(env, values, i, &value), false);
    if (!ReadFeed(env, value, &run->feeds[i])) return false;
  }
  return true;
}

// The copy leaves TensorFlow's own buffer free: a shared one would make the next update of a variable copy it instead.
bool CopyOut(TF_Tensor* tensor, Fetched* fetched) {
  fetched->type = TF_TensorType(tensor);
  if (fetched->type == TF_STRING || fetched->type == TF_RESOURCE || fetched->type == TF_VARIANT) return false;
  for (int i = 0; i < TF_NumDims(tensor); i++) fetched->shape.push_back(TF_Dim(tensor, i));
  fetched->bytes = TF_TensorByteSize(tensor);
  fetched->data = malloc(fetched->bytes == 0 ? 1 : fetched->bytes);
  if (fetched->data == nullptr) return false;
  memcpy(fetched->data, TF_TensorData(tensor), fetched->bytes);
  return true;
}

// TensorFlow's own threads take numbers below 1e-38 as zero; Adam's means decay to them, and they cost a hundred times more.
class FlushDenormals {
 public:
#if defined(__x86_64__) || defined(_M_X64)
  FlushDenormals() : before_(_mm_getcsr()) { _mm_setcsr(before_ | 0x8040); }
  ~FlushDenormals() { _mm_setcsr(before_); }

 private:
  unsigned int before_;
#elif defined(__aarch64__)
  FlushDenormals() {
    asm volatile("mrs %0, fpcr" : "=r"(before_));
    asm volatile("msr fpcr, %0" : : "r"(before_ | (1ull << 24)));
  }
  ~FlushDenormals() { asm volatile("msr fpcr, %0" : : "r"(before_)); }

 private:
  uint64_t before_;
#endif
};

// Data sets. TensorFlow's own allocator keeps what is given back for what comes next, which after a training would be the memory of
// all its data; this goes back to the system.
constexpr size_t kLarge = 16 << 20;
// Batches are gathered from all over the data: on huge pages, which Linux gives where asked, their rows are found sooner.
constexpr size_t kAlignment = 2 << 20;

TF_Tensor* Input(const Feed& feed) {
  const int rank = static_cast<int>(feed.shape.size());
  void* copy = nullptr;
  if (feed.bytes >= kLarge && posix_memalign(&copy, kAlignment, feed.bytes) == 0) {
#ifdef MADV_HUGEPAGE
    madvise(copy, feed.bytes, MADV_HUGEPAGE);
#endif
    memcpy(copy, feed.data, feed.bytes);
    auto release = [](void* data, size_t, void*) { free(data); };
    return TF_NewTensor(feed.type, feed.shape.data(), rank, copy, feed.bytes, release, nullptr);
  }
  TF_Tensor* tensor = TF_AllocateTensor(feed.type, feed.shape.data(), rank, feed.bytes);
  memcpy(TF_TensorData(tensor), feed.data, feed.bytes);
  return tensor;
}

void Execute(Run* run) {
  FlushDenormals flush;
  Entry& entry = *run->entry;
  std::vector<TF_Tensor*> inputs, outputs(entry.fetches.size(), nullptr);
  for (const Feed& feed : run->feeds) inputs.push_back(Input(feed));
  Status status;
  TF_Buffer* options =
      entry.run_options.empty() ? nullptr : TF_NewBufferFromString(entry.run_options.data(), entry.run_options.size());
  TF_SessionRun(entry.session->session, options, entry.feeds.data(), inputs.data(), static_cast<int>(inputs.size()),
                entry.fetches.data(), outputs.data(), static_cast<int>(outputs.size()), entry.targets.data(),
                static_cast<int>(entry.targets.size()), nullptr, status.status);
  if (options != nullptr) TF_DeleteBuffer(options);
  for (TF_Tensor* tensor : inputs) TF_DeleteTensor(tensor);
  if (!status.ok()) run->error = status.message();
  run->fetched.resize(outputs.size());
  for (size_t i = 0; i < outputs.size(); i++) {
    if (outputs[i] == nullptr) continue;
    if (run->error.empty() && !CopyOut(outputs[i], &run->fetched[i])) {
      run->error = "toile_graph: output " + std::to_string(i) + " cannot be given to JavaScript";
    }
    TF_DeleteTensor(outputs[i]);
  }
}

void FreeData(napi_env, void* data, void*) { free(data); }

// Gives the results as [dtype, shape, ArrayBuffer][]; the buffers take over the copied memory.
napi_value Results(napi_env env, Run* run) {
  napi_value results;
  CHECK_NAPI(env, napi_create_array_with_length(env, run->fetched.size(), &results), nullptr);
  for (size_t i = 0; i < run->fetched.size(); i++) {
    Fetched& one = run->fetched[i];
    napi_value triple, type, shape, buffer;
    CHECK_NAPI(env, napi_create_array_with_length(env, 3, &triple), nullptr);
    CHECK_NAPI(env, napi_create_int32(env, one.type, &type), nullptr);
    CHECK_NAPI(env, napi_create_array_with_length(env, one.shape.size(), &shape), nullptr);
    for (size_t d = 0; d < one.shape.size(); d++) {
      napi_value size;
      CHECK_NAPI(env, napi_create_int64(env, one.shape[d], &size), nullptr);
      CHECK_NAPI(env, napi_set_element(env, shape, static_cast<uint32_t>(d), size), nullptr);
    }
    if (one.bytes >= 4096 &&
        napi_create_external_arraybuffer(env, one.data, one.bytes, FreeData, nullptr, &buffer) == napi_ok) {
      one.data = nullptr;
    } else {
      void* copy = nullptr;
      CHECK_NAPI(env, napi_create_arraybuffer(env, one.bytes, &copy, &buffer), nullptr);
      memcpy(copy, one.data, one.bytes);
    }
    CHECK_NAPI(env, napi_set_element(env, triple, 0, type), nullptr);
    CHECK_NAPI(env, napi_set_element(env, triple, 1, shape), nullptr);
    CHECK_NAPI(env, napi_set_element(env, triple, 2, buffer), nullptr);
    CHECK_NAPI(env, napi_set_element(env, results, static_cast<uint32_t>(i), triple), nullptr);
  }
  return results;
}

bool StartRun(napi_env env, napi_callback_info info, Run* run, napi_value* feeds) {
  size_t count = 2;
  napi_value arguments[2];
  CHECK_NAPI(env, napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr), false);
  EntryPointer* entry = GetExternal<EntryPointer>(env, arguments[0]);
  if (entry == nullptr) return false;
  run->entry = *entry;
  if (run->entry->session->session == nullptr) {
    Throw(env, "toile_graph: the session is closed");
    return false;
  }
  *feeds = arguments[1];
  return ReadFeeds(env, arguments[1], run);
}

// runSync(entry, feeds): results
napi_value RunSync(napi_env env, napi_callback_info info) {
  Run run;
  napi_value feeds;
  if (!StartRun(env, info, &run, &feeds)) return nullptr;
  Execute(&run);
  if (!run.error.empty()) {
    Throw(env, run.error);
    return nullptr;
  }
  return Results(env, &run);
}

void ExecuteWork(napi_env, void* data) { Execute(static_cast<Run*>(data)); }

void CompleteWork(napi_env env, napi_status, void* data) {
  std::unique_ptr<Run> run(static_cast<Run*>(data));
  napi_delete_reference(env, run->arrays);
  napi_delete_async_work(env, run->work);
  napi_value results = run->error.empty() ? Results(env, run.get()) : nullptr;
  if (results != nullptr) {
    napi_resolve_deferred(env, run->deferred, results);
    return;
  }
  napi_value message, error;
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (pending) {
    napi_get_and_clear_last_exception(env, &error);
  } else {
    napi_create_string_utf8(env, run->error.c_str(), NAPI_AUTO_LENGTH, &message);
    napi_create_error(env, nullptr, message, &error);
  }
  napi_reject_deferred(env, run->deferred, error);
}

// run(entry, feeds): Promise<results>. The feeds must not change until it settles.
napi_value RunAsync(napi_env env, napi_callback_info info) {
  std::unique_ptr<Run> run(new Run());
  napi_value feeds, promise, name;
  if (!StartRun(env, info, run.get(), &feeds)) return nullptr;
  CHECK_NAPI(env, napi_create_reference(env, feeds, 1, &run->arrays), nullptr);
  CHECK_NAPI(env, napi_create_promise(env, &run->deferred, &promise), nullptr);
  CHECK_NAPI(env, napi_create_string_utf8(env, "toile_graph.run", NAPI_AUTO_LENGTH, &name), nullptr);
  CHECK_NAPI(env, napi_create_async_work(env, nullptr, name, ExecuteWork, CompleteWork, run.get(), &run->work), nullptr);
  CHECK_NAPI(env, napi_queue_async_work(env, run->work), nullptr);
  run.release();
  return promise;
}

// closeSession(session): void. Must not be called while a run is in flight.
napi_value CloseSession(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arguments[1];
  CHECK_NAPI(env, napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr), nullptr);
  SessionPointer* session = GetExternal<SessionPointer>(env, arguments[0]);
  if (session != nullptr) (*session)->Close();
  return nullptr;
}

// opList(): Uint8Array, the serialized tensorflow.OpList of every operation that the library knows
napi_value OpList(napi_env env, napi_callback_info) {
  TF_Buffer* list = TF_GetAllOpList();
  void* data = nullptr;
  napi_value buffer, array;
  const napi_status made = napi_create_arraybuffer(env, list->length, &data, &buffer);
  if (made == napi_ok) memcpy(data, list->data, list->length);
  const size_t length = list->length;
  TF_DeleteBuffer(list);
  CHECK_NAPI(env, made, nullptr);
  CHECK_NAPI(env, napi_create_typedarray(env, napi_uint8_array, length, buffer, 0, &array), nullptr);
  return array;
}

// adjustMemory(bytes: number): void, tells the garbage collector what a session holds outside of its heap
napi_value AdjustMemory(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arguments[1];
  int64_t bytes = 0, total = 0;
  CHECK_NAPI(env, napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr), nullptr);
  CHECK_NAPI(env, napi_get_value_int64(env, arguments[0], &bytes), nullptr);
  CHECK_NAPI(env, napi_adjust_external_memory(env, bytes, &total), nullptr);
  return nullptr;
}

bool Export(napi_env env, napi_value exports, const char* name, napi_callback function) {
  napi_value value;
  CHECK_NAPI(env, napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value), false);
  CHECK_NAPI(env, napi_set_named_property(env, exports, name, value), false);
  return true;
}

napi_value Init(napi_env env, napi_value exports) {
  napi_value version;
  CHECK_NAPI(env, napi_create_int32(env, TOILE_GRAPH_VERSION, &version), nullptr);
  CHECK_NAPI(env, napi_set_named_property(env, exports, "version", version), nullptr);
  const bool done = Export(env, exports, "createSession", CreateSession) &&
                    Export(env, exports, "extendSession", ExtendSession) &&
                    Export(env, exports, "prepareRun", PrepareRun) && Export(env, exports, "run", RunAsync) &&
                    Export(env, exports, "runSync", RunSync) && Export(env, exports, "closeSession", CloseSession) &&
                    Export(env, exports, "opList", OpList) && Export(env, exports, "adjustMemory", AdjustMemory);
  return done ? exports : nullptr;
}

}  // namespace

NAPI_MODULE(toile_graph, Init)
