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
 * Declares tools in a request, and maps their names and arguments between the application
 * and the endpoint.
 * <p>
 * Read {@link com.chatbotkit.springai.tool.DeclaredTools} first, which declares the tools
 * of a request, then {@link com.chatbotkit.springai.tool.CheckedTool}, which checks the
 * arguments before a tool runs.
 */
@NullMarked
package com.chatbotkit.springai.tool;

import org.jspecify.annotations.NullMarked;
