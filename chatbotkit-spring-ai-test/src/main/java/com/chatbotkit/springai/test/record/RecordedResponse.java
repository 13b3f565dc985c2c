/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.test.record;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A recorded response.
 *
 * @param status the HTTP status; 0 if the connection was lost before it
 * @param headers the headers that clients use
 * @param chunks the body as received, piece by piece
 * @param pauses milliseconds before each piece; null if they were not recorded
 * @param broken whether the connection was lost before the end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordedResponse(int status, Map<String, String> headers, List<RecordedChunk> chunks,
		@Nullable List<Long> pauses, boolean broken) {

}
