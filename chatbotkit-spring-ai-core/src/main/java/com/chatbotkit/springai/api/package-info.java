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

/**
 * The wire side of the client: ChatBotKit's Chat Completions endpoint over HTTP.
 * <p>
 * Read {@link com.chatbotkit.springai.api.ChatBotKitApi} first, whose two methods list
 * the steps of a request: {@code RetryOperator}, {@code RequestSize}, {@code SecretKey}
 * and {@code Endpoint} with {@code ResponseTimeout}. {@code ResponseReader} reads
 * responses: whole ones by {@code CompletionParser}, streams by {@code CompletionStream}
 * and {@code CompletionEvents}. {@code FailureFactory} makes the exceptions, and
 * {@code FailureTable} decides on retries.
 */
@NullMarked
package com.chatbotkit.springai.api;

import org.jspecify.annotations.NullMarked;
