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

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A recorded request and its response.
 *
 * @param test the test that sent the request; null if no test was running
 * @param request the request
 * @param response the response
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordedExchange(@Nullable String test, RecordedRequest request, RecordedResponse response) {

	/** The name for exchanges outside of a test. */
	static final String NO_TEST = "";

	String testName() {
		return (this.test != null) ? this.test : NO_TEST;
	}

}
